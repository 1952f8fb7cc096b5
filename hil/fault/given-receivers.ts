/**
 * Whom a fault reaches, from the keys that say so. The entry has passed its schema; what is checked here depends on
 * the rig or on two keys at once.
 */
import type { FaultAmounts } from './fault-amounts.js';
import type { CountByReceiver } from './fault-spec.js';

/** An entry as far as it has been read. Problems are recorded in `amounts`. */
export interface Given {
  readonly entry: Readonly<Record<string, unknown>>;
  readonly amounts: FaultAmounts;
  readonly computers: number | null;
}

export function others(self: number, computers: number): number[] {
  return Array.from({ length: computers }, (_, id) => id).filter((id) => id !== self);
}

/** Receivers listed in `to`; all others where it is left out. */
export function chosenReceivers(self: number, { entry, amounts, computers }: Given): number[] {
  if (entry.to === undefined) return others(self, computers ?? 0);
  const to = Array.isArray(entry.to) ? (entry.to as number[]) : [entry.to as number];
  to.forEach((id, i) => {
    const at = Array.isArray(entry.to) ? ['to', i] : ['to'];
    if (id === self) amounts.refuse(at, { value: id, message: 'is the faulty computer itself' });
    else if (computers !== null && id >= computers) {
      amounts.refuse(at, { value: id, message: 'is no computer of this rig', range: `0 … ${computers - 1}` });
    }
  });
  return [...new Set(to)];
}

/** Counts by receiver, from `to`, or `value` for every other computer. */
export function receiversOf(self: number, { amounts, computers }: Given): CountByReceiver {
  const value = amounts.absolute('value');
  const to = amounts.byReceiver('to');
  const key = amounts.keyOf('to');
  if (typeof value === 'number') {
    if (to !== undefined)
      amounts.refuse([key], { message: 'is given beside a value for all', hint: 'give one of them' });
    return Object.fromEntries(others(self, computers ?? 0).map((id) => [id, value]));
  }
  if (to === undefined || Object.keys(to).length === 0) {
    const message = to === undefined ? 'is missing' : 'names no receiver';
    amounts.refuse([key], { message, hint: 'counts by receiver, for example to: { 1: 777, 2: 10777 }' });
    return {};
  }
  for (const id of Object.keys(to)) {
    if (Number(id) === self)
      amounts.refuse([key, id], {
        message: `is the lying channel itself: computer ${self} cannot deceive itself`,
      });
    else if (computers !== null && Number(id) >= computers) {
      const range = computers === 1 ? 'none: there is one computer' : `0 … ${computers - 1}`;
      amounts.refuse([key, id], { message: 'is no computer of this rig', range });
    }
  }
  return to;
}

/** Ids listed under a key, or one id, each a computer of the rig; `self`, where given, may not be among them. */
export function computersUnder(key: string, { entry, amounts, computers }: Given, self = -1): number[] {
  const listed = Array.isArray(entry[key]);
  const ids = [entry[key]].flat() as number[];
  ids.forEach((id, i) => {
    const at = listed ? [key, i] : [key];
    const range = `0 … ${(computers ?? 1) - 1}`;
    if (id === self) amounts.refuse(at, { value: id, message: 'is the faulty computer itself' });
    else if (computers !== null && id >= computers)
      amounts.refuse(at, { value: id, message: 'is no computer of this rig', range });
  });
  return [...new Set(ids)];
}
