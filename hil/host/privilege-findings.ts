/**
 * What this user may ask of the scheduler and of memory, for a loop that must be woken in time.
 *
 *   /proc/self/limits     Max realtime priority     0       0            soft, hard
 *                         Max locked memory         8388608 8388608      bytes
 *
 * The limit alone does not tell: root needs none, and a container may refuse what the limit allows. So the question is
 * put to the kernel, by way of the smallest command there is at the smallest priority.
 */
import { type Finding, finding } from './finding.js';
import type { Host } from './host.js';

const LIMITS_FILE = '/etc/security/limits.d/90-ironbird.conf';
const LOG_IN_AGAIN = 'then log out and in again';

export function findPrivileges(host: Host): Finding[] {
  return [findPriority(host), findMemory(host)];
}

function findPriority(host: Host): Finding {
  const limit = limitOf(host, 'Max realtime priority');
  const shown = limit === null ? '' : ` (limit ${limit})`;
  if (!host.hasCommand('chrt')) {
    const fix = ['install util-linux, which has chrt'];
    return finding('real-time-priority', 'unknown', { found: `no chrt to try it with${shown}`, fix });
  }
  if (host.succeeds(['chrt', '-f', '1', 'true'])) {
    return finding('real-time-priority', 'good', { found: `allowed: chrt -f 1 succeeds${shown}` });
  }
  const fix = [`echo "$USER - rtprio 50" | sudo tee -a \\`, `  ${LIMITS_FILE}`, LOG_IN_AGAIN];
  return finding('real-time-priority', 'note', { found: `refused: chrt -f 1 fails${shown}`, fix });
}

function findMemory(host: Host): Finding {
  const swapKib = /^SwapTotal:\s+(\d{1,15}) kB$/m.exec(host.files.text('/proc/meminfo') ?? '')?.[1];
  const limit = limitOf(host, 'Max locked memory');
  const shown =
    limit === null ? '' : `; may lock ${limit === 'unlimited' ? 'all' : mebibytes(Number(limit))}`;
  if (swapKib === undefined) return finding('memory', 'unknown', { found: `swap not told${shown}` });
  if (Number(swapKib) === 0) return finding('memory', 'good', { found: `no swap${shown}` });
  const found = `${mebibytes(Number(swapKib) * 1024)} of swap${shown}`;
  if (limit === 'unlimited') return finding('memory', 'good', { found });
  const fix = ['what is swapped out comes back milliseconds late; while you measure:', 'sudo swapoff -a'];
  return finding('memory', 'note', { found, fix });
}

/** The soft limit: digits or `unlimited`. */
function limitOf({ files }: Host, name: string): string | null {
  const line = (files.text('/proc/self/limits') ?? '')
    .split('\n')
    .find((text) => text.startsWith(`${name} `));
  return /^\s*(\d{1,20}|unlimited)\s/.exec(line?.slice(name.length) ?? '')?.[1] ?? null;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
