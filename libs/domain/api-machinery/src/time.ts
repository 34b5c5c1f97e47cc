/** Instants are milliseconds since 1970 UTC; API texts are RFC 3339 in UTC. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Formats `2026-01-01T00:00:00Z`, with the resolution of `metav1.Time`: seconds. Repeated calls for a second share the text. */
export function formatTime(ms: number): string {
  const second = Math.floor(ms / SECOND);
  if (second !== newest.second) newest = { second, text: `${new Date(ms).toISOString().slice(0, 19)}Z` };
  return newest.text;
}

let newest = { second: Number.NaN, text: '' };

/** `2026-01-01T00:00:00.123000Z`: the six digits of `metav1.MicroTime`. */
export function formatMicroTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}000Z`;
}

/** Parses an RFC 3339 text to milliseconds; undefined if invalid. Finer digits are truncated. */
export function parseTime(text: string): number | undefined {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const ms = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(ms) || !isRealDay(match) ? undefined : ms;
}

/**
 * A duration as the AGE column shows it: two or three significant figures, `3m20s`, `5h`, `2d4h`, `<invalid>` below -1 s.
 * Models `HumanDuration` of `k8s.io/apimachinery/pkg/util/duration`.
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (ms < 2 * MINUTE) return `${seconds}s`;
  if (ms < 10 * MINUTE) return pair(ms, [MINUTE, 'm'], [SECOND, 's']);
  if (ms < 3 * HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 8 * HOUR) return pair(ms, [HOUR, 'h'], [MINUTE, 'm']);
  if (ms < 48 * HOUR) return `${Math.floor(ms / HOUR)}h`;
  if (ms < 8 * DAY) return pair(ms, [DAY, 'd'], [HOUR, 'h']);
  if (ms < 2 * YEAR) return `${Math.floor(ms / DAY)}d`;
  if (ms < 8 * YEAR) return pair(ms, [YEAR, 'y'], [DAY, 'd']);
  return `${Math.floor(ms / YEAR)}y`;
}

/** Returns an object's AGE; `<unknown>` without a creation time. Models `translateTimestampSince` of the printers. */
export function translateTimestamp(creationTimestamp: string | null | undefined, now: number): string {
  const at = typeof creationTimestamp === 'string' ? parseTime(creationTimestamp) : undefined;
  return at === undefined ? '<unknown>' : humanDuration(now - at);
}

type Unit = readonly [ms: number, suffix: string];

function pair(ms: number, [large, largeUnit]: Unit, [small, smallUnit]: Unit): string {
  const rest = Math.floor((ms % large) / small);
  const whole = `${Math.floor(ms / large)}${largeUnit}`;
  return rest === 0 ? whole : `${whole}${rest}${smallUnit}`;
}

/** `Date.parse` reads February 30 as March 2; the API rejects it. */
function isRealDay([, year, month, day]: RegExpExecArray): boolean {
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}
