/**
 * Names of quantities as columns of a table or fields of a message have them: `pitchRate` in deg/s is
 * `pitch_rate_deg_per_s`, so that a plot says its unit without a legend.
 */
const UNIT_SUFFIX: Readonly<Record<string, string>> = { 'deg/s': 'deg_per_s', 'ft/s': 'ftps', '1': '' };

/** `name` in camel case; `unit` as QUANTITIES and EFFECTORS print it, `1` = none. */
export function columnName(name: string, unit: string): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const suffix = UNIT_SUFFIX[unit] ?? unit;
  return suffix === '' ? snake : `${snake}_${suffix}`;
}
