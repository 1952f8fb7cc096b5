/**
 * Who was isolated, as a person reads it: one line a change, and with each how much is left.
 */
import type { FlightReport } from '../rig/fly.js';
import { faultsCarried, type IsolationEvent } from '../rig/isolation-log.js';
import type { RigSpec } from '../rig/rig-spec.js';
import { plural, when } from './page-words.js';

/** Lines of the page; a rig that isolates and had nobody to isolate says so. */
export function isolationLines({ document, prepared, isolation }: FlightReport): string[] {
  const { spec } = prepared;
  const { events = [], check } = isolation ?? {};
  const lines = lineOf(events, spec);
  const { diagnosis } = document;
  if (diagnosis !== undefined && check !== undefined && diagnosis.verdictSplits > 0)
    lines.push(
      `good computers held different verdicts in ${plural(diagnosis.verdictSplits, 'frame')}, first in ${when(check.splitFirst, spec)}`,
    );
  if (diagnosis !== undefined && check !== undefined && diagnosis.goodIsolated > 0) {
    const outside = diagnosis.withinBound ? '' : ': the faults were outside the bound of the scheme';
    lines.push(
      `${plural(diagnosis.goodIsolated, 'good unit')} isolated, first in ${when(check.goodIsolatedFirst, spec)}${outside}`,
    );
  }
  return lines.length === 0 ? ['nobody'] : lines;
}

function lineOf(events: readonly IsolationEvent[], spec: RigSpec): string[] {
  const lines: string[] = [];
  for (const [i, event] of events.entries()) {
    const { frame, channel, state, sensor } = event;
    const unit = sensor === null ? `channel ${channel}` : `${sensor} of channel ${channel}`;
    const at = when(frame, spec);
    switch (state) {
      case 'suspected':
        lines.push(`${unit} suspected in ${at}`);
        break;
      case 'disputed':
        if (events[i - 1]?.state === 'disputed' && events[i - 1].frame === frame) break;
        lines.push(
          `channels ${withThose(events, frame)} at odds from ${at}: no third can tell, neither is isolated`,
        );
        break;
      case 'isolated':
        lines.push(`${unit} isolated in ${at}; ${leftWords(event, spec)}`);
        break;
      case 'out':
        lines.push(`${unit} isolated again in ${at}, for good; ${leftWords(event, spec)}`);
        break;
      case 'probation':
        lines.push(`${unit} on probation from ${at}`);
        break;
      case 'readmitted':
        lines.push(`${unit} in use again from ${at}; ${leftWords(event, spec)}`);
        break;
      default:
        return state satisfies never;
    }
  }
  return lines;
}

function withThose(events: readonly IsolationEvent[], frame: number): string {
  return events
    .filter((event) => event.state === 'disputed' && event.frame === frame)
    .map(({ channel }) => channel)
    .join(' and ');
}

function leftWords({ sensor, channelsLeft }: IsolationEvent, { scheme }: RigSpec): string {
  if (sensor !== null) {
    const of = `${channelsLeft} of ${scheme.computers} left`;
    return channelsLeft >= 2 * scheme.faults + 1 ? of : `${of}: ${outvotes(channelsLeft)}`;
  }
  const carried = faultsCarried(scheme, channelsLeft);
  const left = `${plural(channelsLeft, 'channel')} left`;
  const { protocol, faults } = scheme;
  return carried < faults
    ? `${left}: ${protocol} carries ${plural(carried, 'fault')} now, not ${faults}`
    : `${left}: ${protocol} still carries ${plural(carried, 'fault')}`;
}

/** What the middle of so many readings can do. */
function outvotes(readings: number): string {
  const wrong = Math.max(0, (readings - 1) >> 1);
  return wrong === 0
    ? 'no wrong one is outvoted any more'
    : `${plural(wrong, 'wrong one')} can still be outvoted`;
}
