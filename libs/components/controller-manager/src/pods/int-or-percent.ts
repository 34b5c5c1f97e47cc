/** Pod count from an absolute number or percentage. Models GetScaledValueFromIntOrPercent. */
export function scaledCount(value: number | string, whole: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  // Whole numbers first: 0.07 × 100 is not 7 in floating point.
  return round((Number.parseInt(value, 10) * whole) / 100);
}
