const NANOS_PER_SECOND = 1_000_000_000n;
const NANOS_PER_MS = 1_000_000n;
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: NANOS_PER_MS,
  s: NANOS_PER_SECOND,
  m: 60n * NANOS_PER_SECOND,
  h: 3_600n * NANOS_PER_SECOND,
};

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999999Z, in nanoseconds since 1970. */
const TIMESTAMP_MIN = -62_135_596_800n * NANOS_PER_SECOND;
const TIMESTAMP_MAX = 253_402_300_799n * NANOS_PER_SECOND + 999_999_999n;
const INT64_MAX = 2n ** 63n - 1n;

/** Reports whether an instant lies in the years 1 to 9999. */
export function isValidTimestamp(nanos: bigint): boolean {
  return nanos >= TIMESTAMP_MIN && nanos <= TIMESTAMP_MAX;
}

/** Reports whether a span fits Go's durations. */
export function isValidDuration(nanos: bigint): boolean {
  return nanos >= -INT64_MAX - 1n && nanos <= INT64_MAX;
}

/** Reads Go's duration text, such as `1h30m`; undefined for an invalid one. Models `time.ParseDuration`. */
export function parseGoDuration(text: string): bigint | undefined {
  const match = /^([+-]?)(0|(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)$/u.exec(text);
  if (match === null) return undefined;
  let nanos = 0n;
  for (const part of (match[2] as string).matchAll(/([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)/gu)) nanos += partNanos(part);
  const signedNanos = match[1] === '-' ? -nanos : nanos;
  return isValidDuration(signedNanos) ? signedNanos : undefined;
}

function partNanos([, whole = '', fraction = '', unit = '']: RegExpExecArray): bigint {
  const scale = UNITS[unit] as bigint;
  const digits = fraction.slice(0, 18);
  const part = digits === '' ? 0n : (BigInt(digits) * scale) / 10n ** BigInt(digits.length);
  return BigInt(whole === '' ? '0' : whole) * scale + part;
}

/** Prints a span as Go's `Duration.String`, such as `1h0m0s`. */
export function formatGoDuration(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const sign = nanos < 0n ? '-' : '';
  const rest = nanos < 0n ? -nanos : nanos;
  if (rest < 1_000n) return `${sign}${rest}ns`;
  if (rest < NANOS_PER_MS) return `${sign}${decimal(rest, 1_000n)}µs`;
  if (rest < NANOS_PER_SECOND) return `${sign}${decimal(rest, NANOS_PER_MS)}ms`;
  const minutes = rest / (60n * NANOS_PER_SECOND);
  const seconds = `${decimal(rest % (60n * NANOS_PER_SECOND), NANOS_PER_SECOND)}s`;
  if (minutes === 0n) return `${sign}${seconds}`;
  const hours = minutes / 60n;
  return hours === 0n ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60n}m${seconds}`;
}

/** Prints a span as CEL's `string(duration)`: seconds with a fraction, such as `90s`. */
export function formatSeconds(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : '';
  return `${sign}${decimal(nanos < 0n ? -nanos : nanos, NANOS_PER_SECOND)}s`;
}

function decimal(value: bigint, unit: bigint): string {
  const fraction = (value % unit)
    .toString()
    .padStart(unit.toString().length - 1, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(value / unit) : `${value / unit}.${fraction}`;
}

const TIMESTAMP =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.,]([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))$/;

/** Reads an RFC 3339 time; undefined for an invalid one. */
export function parseTimestamp(text: string): bigint | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour, zoneMinute] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isDate = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!isDate || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = BigInt(date.getTime() / 1000) + BigInt(Number(hour) * 3600 + Number(minute) * 60 + Number(second));
  const offset = sign === undefined ? 0 : (Number(zoneHour) * 3600 + Number(zoneMinute) * 60) * (sign === '-' ? -1 : 1);
  return (seconds - BigInt(offset)) * NANOS_PER_SECOND + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

/** Prints an instant in RFC 3339 with the digits that it needs. */
export function formatTimestamp(nanos: bigint): string {
  const seconds = floorDivide(nanos, NANOS_PER_SECOND);
  const fraction = (nanos - seconds * NANOS_PER_SECOND).toString().padStart(9, '0').replace(/0+$/, '');
  const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  return fraction === '' ? `${text}Z` : `${text}.${fraction}Z`;
}

export function floorDivide(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return value % unit < 0n ? quotient - 1n : quotient;
}
