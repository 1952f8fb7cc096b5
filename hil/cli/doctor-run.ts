/**
 * One examination: findings first, which take no time, then the probe, which takes seconds.
 *
 * Nothing but an old Node stops a flight in virtual time, so nothing else found is a failure; a probe that was asked for
 * and could not run is one, because whoever reads its figures in a script must not read none as good.
 */
import { type Host, thisHost } from '../host/host.js';
import { findPrivileges } from '../host/privilege-findings.js';
import { findProcessors, readTicks, stealPercent } from '../host/processor-findings.js';
import { realisticPeriodMs } from '../host/realistic-period.js';
import { findSerial } from '../host/serial-findings.js';
import { PACKAGE_VERSION } from '../files/package-root.js';
import type { JitterOrder } from '../time/jitter-probe.js';
import { runJitterProbe } from '../time/run-jitter-probe.js';
import { duration } from '../time/time.js';
import type { DoctorOptions } from './command-options.js';
import { findingLines, jitterLines, type Jitter } from './doctor-page.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { type Session, shellLine } from './session.js';
import type { Terminal, Tone } from './terminal.js';

const PERIOD = duration(20_000);
/** The thread starts and its code is compiled in a few of these. */
const WARM_UP = 10;

export async function examine(session: Session, { probeS, json = false }: DoctorOptions): Promise<ExitCode> {
  const { terminal } = session;
  const host = thisHost();
  terminal.frameLine(session.title(['doctor', process.platform, process.arch]), { json });
  const groups = {
    machine: findProcessors(host),
    realTime: findPrivileges(host),
    // Named apart, because nothing in this version opens a port.
    serial: findSerial(host),
  };
  if (!json) for (const line of findingLines(groups, terminal.out)) terminal.line(line);
  const { jitter, trouble, interrupted } = await probe(terminal, { host, probeS });
  if (json) terminal.document({ version: PACKAGE_VERSION, ...groups, jitter });
  else for (const line of jitterLines(jitter)) terminal.line(line);
  if (trouble !== null) terminal.problem(`the jitter probe could not run: ${trouble}`);

  const tooOld = groups.machine.find(({ id }) => id === 'node')?.state === 'lacking';
  const { word, tone, code } = verdictOf({ tooOld, trouble, interrupted });
  const again = shellLine(['ironbird', 'doctor', '--probe-s', String(probeS)]);
  terminal.frameLine(`${(json ? terminal.err : terminal.out).paint(word, tone)} · again: ${again}`, { json });
  return code;
}

interface Probed {
  /** Null where there was none. */
  readonly jitter: Jitter | null;
  readonly trouble: string | null;
  readonly interrupted: boolean;
}

async function probe(terminal: Terminal, { host, probeS }: { host: Host; probeS: number }): Promise<Probed> {
  if (probeS === 0) return { jitter: null, trouble: null, interrupted: false };
  const wakeUps = Math.max(1, Math.round((probeS * 1e6) / PERIOD));
  const order: JitterOrder = { period: PERIOD, wakeUps, warmUp: WARM_UP };
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  const waiting = process.stderr.isTTY;
  process.once('SIGINT', onInterrupt);
  if (waiting) terminal.err.write(`probing the 20 ms loop for ${probeS} s …`);
  try {
    const before = readTicks(host.files.text('/proc/stat'));
    const report = await runJitterProbe(order, { stop: stop.signal });
    if (report === null) return { jitter: null, trouble: null, interrupted: true };
    const now = readTicks(host.files.text('/proc/stat'));
    const steal = before === null ? null : stealPercent({ before, now });
    const jitter = { ...report, stealPercent: steal, realisticPeriodMs: realisticPeriodMs(report) };
    const trouble =
      report.woken === 0
        ? 'every wake-up was skipped'
        : report.early > 0
          ? `${report.early} wake-ups came before their time`
          : null;
    return { jitter, trouble, interrupted: false };
  } catch (error) {
    return { jitter: null, trouble: (error as Error).message, interrupted: false };
  } finally {
    if (waiting) terminal.err.write('\r\x1b[2K');
    process.removeListener('SIGINT', onInterrupt);
  }
}

/** The last line's word and the exit code; an old Node comes before all else. */
export function verdictOf({ tooOld, trouble, interrupted }: Omit<Probed, 'jitter'> & { tooOld: boolean }): {
  word: string;
  tone: Tone;
  code: ExitCode;
} {
  if (tooOld) return { word: 'NOT FIT: Node is too old', tone: 'bad', code: EXIT.bench };
  if (interrupted) return { word: 'INTERRUPTED', tone: 'warn', code: EXIT.interrupted };
  if (trouble !== null) return { word: 'NOT PROBED', tone: 'bad', code: EXIT.bench };
  return { word: 'FIT for virtual time', tone: 'good', code: EXIT.held };
}
