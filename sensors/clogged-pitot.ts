/**
 * A clogged pitot tube: airspeed that follows altitude.
 *
 *   ram port blocked, drain blocked   total pressure is trapped     V² = V₀² + 2 g (h − h₀)
 *   ram port blocked, drain open      the tube bleeds to static     V = 0
 *
 * Airspeed is measured as total less static pressure, ½ρV² = p_t − p_s. With p_t trapped, what is left is the static
 * port, and p_s falls by ρg for every foot of climb: in a climb the reading grows, in a descent it falls, however fast
 * the aircraft flies (FAA-H-8083-25, *Pilot's Handbook of Aeronautical Knowledge*, flight instruments). Birgenair
 * 301 (1996) lost one tube so; ice takes all of them alike, Air France 447 (2009).
 *
 * The density is taken as that at the onset and the air as incompressible: a few per cent off within some thousand
 * feet at half the speed of sound, which is nothing beside the error that it models. Static pressure is read off the
 * channel's own altitude reading, as both hang on the same port; so the fault also follows a faulty altimeter whose
 * fault is listed before it.
 */
import { NO_DATA, QUANTITIES, QUANTITY } from '../firmware/icd/quantities.js';
import { type FaultWindow, SensorFault } from './faults.js';

const GRAVITY_FTPS2 = 32.174;

export class CloggedPitotFault extends SensorFault {
  private readonly drainOpen: boolean;
  private trappedSpeedFtps = Number.NaN;
  private trappedAltitudeFt = Number.NaN;
  private altitudeFt = Number.NaN;

  /** `drain`: blocked = the pressure is trapped (default), open = it is lost. */
  constructor(parameters: FaultWindow & { drain?: 'blocked' | 'open' }) {
    super(parameters);
    this.drainOpen = parameters.drain === 'open';
  }

  /** @throws RangeError for a quantity that no pitot tube measures */
  override install(quantity: number): void {
    if (quantity !== QUANTITY.airspeed)
      throw new RangeError(`quantity = ${quantity}: a pitot tube measures airspeed only`);
    super.install(quantity);
  }

  override apply(counts: Int16Array, frame: number): void {
    const altitude = counts[QUANTITY.altitude];
    if (altitude !== NO_DATA) this.altitudeFt = altitude * QUANTITIES[QUANTITY.altitude].lsb;
    super.apply(counts, frame);
  }

  protected override observe(count: number): void {
    this.trappedSpeedFtps = count * QUANTITIES[QUANTITY.airspeed].lsb;
    this.trappedAltitudeFt = this.altitudeFt;
  }

  protected distort(count: number): number {
    if (count === NO_DATA) return NO_DATA;
    if (this.drainOpen) return 0;
    if (Number.isNaN(this.trappedSpeedFtps)) this.observe(count);
    if (Number.isNaN(this.altitudeFt)) return count;
    if (Number.isNaN(this.trappedAltitudeFt)) this.trappedAltitudeFt = this.altitudeFt;
    const climbedFt = this.altitudeFt - this.trappedAltitudeFt;
    const square = this.trappedSpeedFtps * this.trappedSpeedFtps + 2 * GRAVITY_FTPS2 * climbedFt;
    return Math.sqrt(Math.max(0, square)) / QUANTITIES[QUANTITY.airspeed].lsb;
  }
}
