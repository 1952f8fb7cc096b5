/**
 * The folder of a campaign: results.ndjson, summary.json, and whatever is made of them afterwards.
 *
 *   --out DIR              DIR, made where it is missing
 *   --resume               runs/latest, or DIR
 *   neither                runs/<time>-<campaign>-<seed>, and runs/latest points to it
 *
 * Where nobody asked for a folder and none can be made (a read-only place), the campaign is flown all the same and
 * nothing is kept, which is said; where one was asked for, that ends the run before the first flight.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { CampaignSummary } from '../campaign/summary.js';
import { BenchError, onDisk } from '../files/bench-error.js';
import { makeFolder } from '../files/make-folder.js';
import { InputError } from '../files/problem.js';

const RUNS = 'runs';
const LATEST = join(RUNS, 'latest');
/** Folders made in the same second. */
const NAMESAKES_MAX = 100;

export interface CampaignFolder {
  /** As it is shown; null where nothing is kept. */
  readonly path: string | null;
  /** Why nothing is kept. */
  readonly note: string | null;
}

/** The folder, made. Throws BenchError where it was asked for and cannot be, InputError where there is none to resume. */
export function openFolder({
  out,
  resume,
  name,
  seed,
  now,
}: {
  out: string | undefined;
  resume: boolean;
  name: string;
  seed: string;
  now: Date;
}): CampaignFolder {
  if (out !== undefined) {
    const hint = '--out names another folder';
    onDisk(() => makeFolder(out), { path: out, what: 'cannot be made', hint });
    return { path: out, note: null };
  }
  if (resume) {
    if (existsSync(LATEST)) return { path: relative('.', realpathSync(LATEST)), note: null };
    const hint = '--out names the folder to go on with';
    throw new InputError('--resume', [{ path: '', message: `there is no ${LATEST} here`, hint }]);
  }
  try {
    return { path: makeOwn(`${stamp(now)}-${fileName(name)}-${seed}`), note: null };
  } catch (error) {
    if (!(error instanceof BenchError)) throw error;
    return { path: null, note: `nothing is kept: ${error.message}` };
  }
}

function makeOwn(name: string): string {
  onDisk(() => makeFolder(RUNS), { path: RUNS, what: 'cannot be made' });
  for (let i = 1; i <= NAMESAKES_MAX; i++) {
    const path = join(RUNS, i === 1 ? name : `${name}-${i}`);
    if (existsSync(path)) continue;
    onDisk(() => mkdirSync(path), { path, what: 'cannot be made' });
    pointLatest(path);
    return path;
  }
  throw new BenchError(
    `${join(RUNS, name)}: ${NAMESAKES_MAX} folders of this name were made within a second`,
  );
}

/** A convenience: file systems without symbolic links do without it. */
function pointLatest(path: string): void {
  const fresh = join(RUNS, `.latest-${process.pid}`);
  try {
    symlinkSync(basename(path), fresh);
    renameSync(fresh, LATEST);
  } catch {
    rmSync(fresh, { force: true });
  }
}

/** `2026-11-21T15-54-53`, in UTC; sorts as time goes. */
function stamp(now: Date): string {
  return now.toISOString().slice(0, 19).replaceAll(':', '-');
}

/** A campaign's name as part of a file's name: it comes from a file and may hold anything. */
function fileName(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '');
  return safe.slice(0, 60) || 'campaign';
}

/** Writes summary.json, whole or not at all; returns its path. */
export function writeSummary(directory: string, summary: CampaignSummary): string {
  const path = join(directory, 'summary.json');
  const partial = `${path}.partial`;
  const hint = 'the results are kept; make room, then the same command with --resume';
  onDisk(
    () => {
      try {
        const file = openSync(partial, 'w');
        try {
          const bytes = Buffer.from(`${JSON.stringify(summary, null, 2)}\n`, 'utf8');
          for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
          fsyncSync(file);
        } finally {
          closeSync(file);
        }
        renameSync(partial, path);
      } catch (error) {
        rmSync(partial, { force: true });
        throw error;
      }
    },
    { path, what: 'cannot be written', hint },
  );
  return path;
}
