const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * A length of time as Go writes durations, without parts that are zero: `350ms`, `1.2s`, `1m5s`, `10m`, `1h30m`.
 * Tenths count below a minute, seconds below an hour, minutes from there on.
 */
export function spanText(ms: number): string {
  if (ms < 0) return `-${spanText(-ms)}`;
  if (ms < SECOND) return `${Math.round(ms)}ms`;
  const tenths = Math.round(ms / (SECOND / 10));
  if (tenths < 600) return `${tenths / 10}s`;
  const seconds = Math.round(ms / SECOND);
  if (seconds < 3_600) return pair(seconds, 60, 'm', 's');
  return pair(Math.round(ms / MINUTE), HOUR / MINUTE, 'h', 'm');
}

function pair(whole: number, size: number, large: string, small: string): string {
  const rest = whole % size;
  return `${Math.floor(whole / size)}${large}${rest === 0 ? '' : `${rest}${small}`}`;
}
