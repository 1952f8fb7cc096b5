/** A whole number with its digits in threes: 33,554,432. The same on every machine, whatever its locale. */
export function grouped(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
