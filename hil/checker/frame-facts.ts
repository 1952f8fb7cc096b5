/**
 * What every check asks of a frame, read once: who is good, who spoke to the actuators, and whether the good ones
 * said the same.
 */
import { COMPUTER_FIELD, COMPUTER_FLAG, type FrameRecord } from '../record/frame-record.js';

/** int32 of a command. */
const COMMAND_INTS = 2;

export class FrameFacts {
  /** Bitmasks of computers. */
  good = 0;
  commanded = 0;
  sensorFault = 0;
  asymmetric = 0;
  forging = 0;
  /** The first good computer whose command arrived and was not set aside for another's; −1 if none. */
  speaker = -1;
  /** Two good computers sent the actuators different commands, neither of them set aside. */
  split = false;

  read(record: FrameRecord): void {
    const { ints, computers } = record;
    let good = 0;
    let commanded = 0;
    let sensorFault = 0;
    let asymmetric = 0;
    let forging = 0;
    this.speaker = -1;
    this.split = false;
    for (let computer = 0; computer < computers; computer++) {
      const at = record.computerAt(computer, COMPUTER_FIELD.flags);
      const flags = ints[at];
      const bit = 1 << computer;
      if ((flags & COMPUTER_FLAG.commanded) !== 0) commanded |= bit;
      if ((flags & COMPUTER_FLAG.sensorFault) !== 0) sensorFault |= bit;
      if ((flags & COMPUTER_FLAG.asymmetric) !== 0) asymmetric |= bit;
      if ((flags & COMPUTER_FLAG.forging) !== 0) forging |= bit;
      if ((flags & COMPUTER_FLAG.good) === 0) continue;
      good |= bit;
      if ((flags & (COMPUTER_FLAG.commanded | COMPUTER_FLAG.aside)) !== COMPUTER_FLAG.commanded) continue;
      if (this.speaker < 0) this.speaker = computer;
      else if (!sameCommand(record, this.speaker, computer)) this.split = true;
    }
    this.good = good;
    this.commanded = commanded;
    this.sensorFault = sensorFault;
    this.asymmetric = asymmetric;
    this.forging = forging;
  }
}

function sameCommand(record: FrameRecord, a: number, b: number): boolean {
  const one = record.computerAt(a, COMPUTER_FIELD.command);
  const other = record.computerAt(b, COMPUTER_FIELD.command);
  for (let i = 0; i < COMMAND_INTS; i++) if (record.ints[one + i] !== record.ints[other + i]) return false;
  return true;
}

/** How many bits are set. */
export function countBits(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}
