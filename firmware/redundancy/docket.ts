/**
 * One case at a time: which unit is being judged, and for how many frames running the charge has stood.
 *
 *   15        8 7         0
 *   |  frames  |   unit   |       frames 0 = no case; the unit is where the next search starts
 *
 * A counter for each of 256 sensors would have to be told to every restarted computer. One case with a number is
 * sixteen bits of lasting state, so that a computer which has just adopted it convicts in the same frame as the
 * others. A case lasts while its charge stands; then the next unit in a circle is heard, so that a charge which
 * comes and goes can delay another's case by its own length and no more.
 */

/** The case after one more frame. `charged`: a bit for every unit against which a charge stands. */
export function hearCase(docket: number, charged: Int32Array): number {
  const unit = docket & 0xff;
  const frames = (docket >>> 8) & 0xff;
  if (frames > 0 && isCharged(charged, unit)) return (Math.min(frames + 1, 0xff) << 8) | unit;
  const next = nextCharged(charged, unit);
  return next < 0 ? unit : (1 << 8) | next;
}

/** Frames for which the charge of this case has stood. */
export function caseFrames(docket: number): number {
  return (docket >>> 8) & 0xff;
}

/** The unit of this case. */
export function caseUnit(docket: number): number {
  return docket & 0xff;
}

/** The docket with its case closed. */
export function closeCase(docket: number): number {
  return docket & 0xff;
}

function isCharged(charged: Int32Array, unit: number): boolean {
  const word = unit >>> 5;
  return word < charged.length && (charged[word] & (1 << (unit & 31))) !== 0;
}

function nextCharged(charged: Int32Array, unit: number): number {
  let any = 0;
  for (let word = 0; word < charged.length; word++) any |= charged[word];
  if (any === 0) return -1;
  const units = charged.length * 32;
  for (let step = 1; step <= units; step++) {
    const candidate = (unit + step) % units;
    if (isCharged(charged, candidate)) return candidate;
  }
  return -1;
}
