/**
 * Readings that are none: nothing there, or a count no healthy sensor of the quantity can give. A saturated sensor
 * stays on its scale, so a count beyond it was made by a broken channel, not by a violent aircraft.
 */
import { NO_DATA, QUANTITIES } from '../icd/quantities.js';
import { REASON } from './accusation.js';

/** REASON.missing, REASON.range, or 0 for a reading that is on its quantity's scale. */
export function rangeFault(quantity: number, reading: number): number {
  if (reading === NO_DATA) return REASON.missing;
  const { min, max } = QUANTITIES[quantity];
  return reading < min || reading > max ? REASON.range : 0;
}
