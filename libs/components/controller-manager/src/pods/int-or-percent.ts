/** A number of pods that was given as such, or as a share of all. Models GetScaledValueFromIntOrPercent. */
export function scaledCount(value: number | string, whole: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  // Whole numbers first: 0.07 × 100 is not 7 in floating point.
  return round((Number.parseInt(value, 10) * whole) / 100);
}
