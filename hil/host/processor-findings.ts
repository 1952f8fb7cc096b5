/**
 * What the processors say about themselves: whether the program runs, and what makes a thread wake up late.
 *
 *   node           20 or later
 *   processors     two: one for the paced loop, which looks at the clock, one for its ports; and who else uses them
 *   clock source   read in the processor, or by a slow walk to another chip at every look at the clock
 *   governor       a processor that slows down when idle takes its time to come back
 *   steal          time in which the host of a virtual machine ran somebody else
 */
import { type Finding, finding } from './finding.js';
import type { Host } from './host.js';

const NODE_MAJOR_MIN = 20;
const PROCESSORS_WANTED = 2;
/** Above it, percent, frames will be late for a reason that is not ours. */
const STEAL_PERCENT_MAX = 1;

const CLOCK_SOURCES = '/sys/devices/system/clocksource/clocksource0';
const FAST_SOURCES = [
  'tsc',
  'kvm-clock',
  'arch_sys_counter',
  'hyperv_clocksource_tsc_page',
  'riscv_clocksource',
  'timebase',
  'xen',
];
const SLOW_SOURCES = ['hpet', 'acpi_pm', 'jiffies', 'refined-jiffies', 'pit'];

export function findProcessors(host: Host): Finding[] {
  return [findNode(host), findLoad(host), findClockSource(host), findGovernor(host), findSteal(host)];
}

function findNode({ nodeVersion }: Host): Finding {
  const major = Number(/^v?(\d{1,4})\./.exec(nodeVersion)?.[1] ?? NaN);
  if (major >= NODE_MAJOR_MIN) return finding('node', 'good', { found: nodeVersion });
  const fix = [`install Node ${NODE_MAJOR_MIN} or later: https://nodejs.org`];
  return finding('node', 'lacking', { found: `${nodeVersion}, too old`, fix });
}

function findLoad({ processors, files }: Host): Finding {
  const count = `${processors} usable`;
  if (processors < PROCESSORS_WANTED) {
    const fix = ['virtual time flies on one; a paced loop wants a second for its ports'];
    return finding('processors', 'note', { found: count, fix });
  }
  const load = /^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+) /.exec(files.text('/proc/loadavg') ?? '');
  if (load === null) return finding('processors', 'good', { found: `${count}; load not told` });
  const [, minute, five, fifteen] = load;
  const found = `${count}; load ${minute}, ${five}, ${fifteen}`;
  if (Number(minute) <= processors) return finding('processors', 'good', { found });
  const fix = ['more is running than there are processors: measured times will be worse'];
  return finding('processors', 'note', { found, fix });
}

function findClockSource({ files }: Host): Finding {
  const source = files.text(`${CLOCK_SOURCES}/current_clocksource`);
  if (source === null || source === '') return finding('clock-source', 'unknown', { found: 'not told' });
  if (FAST_SOURCES.includes(source)) return finding('clock-source', 'good', { found: source });
  if (!SLOW_SOURCES.includes(source)) {
    return finding('clock-source', 'unknown', { found: `${source.slice(0, 40)}, which is not known here` });
  }
  const others = (files.text(`${CLOCK_SOURCES}/available_clocksource`) ?? '').split(/\s+/);
  const better = others.find((other) => FAST_SOURCES.includes(other));
  const fix =
    better === undefined
      ? ['no faster one is offered: the firmware settings, or another machine']
      : [`cd ${CLOCK_SOURCES}`, `echo ${better} | sudo tee current_clocksource`];
  return finding('clock-source', 'lacking', { found: `${source}: slow to read`, fix });
}

function findGovernor({ files }: Host): Finding {
  const folder = '/sys/devices/system/cpu';
  const governors = files
    .names(folder)
    .filter((name) => /^cpu\d{1,4}$/.test(name))
    .map((name) => files.text(`${folder}/${name}/cpufreq/scaling_governor`))
    .filter((governor) => governor !== null && governor !== '') as string[];
  if (governors.length === 0) {
    const found = 'not told; a virtual machine leaves it to its host';
    return finding('governor', 'unknown', { found });
  }
  const kinds = [...new Set(governors)].sort();
  const found = kinds.slice(0, 4).join(', ').slice(0, 60);
  if (kinds.every((kind) => kind === 'performance')) return finding('governor', 'good', { found });
  return finding('governor', 'note', { found, fix: ['sudo cpupower frequency-set -g performance'] });
}

function findSteal({ files }: Host): Finding {
  const percent = stealPercent({ before: null, now: readTicks(files.text('/proc/stat')) });
  if (percent === null) return finding('steal', 'unknown', { found: 'not told' });
  const found = `${percent.toFixed(2)} % since the machine started`;
  if (percent <= STEAL_PERCENT_MAX) return finding('steal', 'good', { found });
  const fix = [
    'the host of this virtual machine runs others in its time: a frame may',
    'be late through no fault of its own',
  ];
  return finding('steal', 'note', { found, fix });
}

/** Ticks of all processors since the machine started. */
export interface ProcessorTicks {
  readonly total: number;
  readonly stolen: number;
}

/** The first line of /proc/stat; null where it is another. `user` and `nice` already hold what guests had. */
export function readTicks(stat: string | null): ProcessorTicks | null {
  const line = /^cpu +(\d+(?: \d+){7,9})(?:\n|$)/.exec(stat ?? '');
  if (line === null) return null;
  const ticks = line[1].split(' ').slice(0, 8).map(Number);
  return { total: ticks.reduce((sum, count) => sum + count, 0), stolen: ticks[7] };
}

/** Share of the processors' time between two readings, or since the start, that went to others. Null = not told. */
export function stealPercent({
  before,
  now,
}: {
  before: ProcessorTicks | null;
  now: ProcessorTicks | null;
}): number | null {
  if (now === null) return null;
  const total = now.total - (before?.total ?? 0);
  // Some hosts set their counters back.
  return total <= 0 ? null : Math.max(0, (100 * (now.stolen - (before?.stolen ?? 0))) / total);
}
