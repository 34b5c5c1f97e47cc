import { parseQuantityParts, type QuantityFormat, type QuantityParts } from './quantity-grammar.ts';

export { QuantityError } from './quantity-grammar.ts';

/**
 * Exact amount of a resource: `nanos` billionths, upstream's finest unit. `format`: print format. Models
 * `k8s.io/apimachinery/pkg/api/resource.Quantity`.
 */
export interface Quantity {
  readonly nanos: bigint;
  readonly format: QuantityFormat;
}

const NANO_DIGITS = 9;
const NANO = 10n ** 9n;
const INT64_MAX_NANOS = (2n ** 63n - 1n) * NANO;
const KIBI_NANOS = 1024n * NANO;

const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Reads `500m`, `1.5Gi`, `1e3`. Throws {@link QuantityError} with upstream's text. A JSON number is read as its text. */
export function parseQuantity(text: string | number): Quantity {
  return toQuantity(parseQuantityParts(String(text).trim()));
}

/**
 * Returns a quantity's text as stored by upstream: `0.5` → `500m`, `1024Mi` → `1Gi`, `1000m` → `1`. As upstream, texts without a change of
 * suffix are kept (`01`, `1.500`). Throws {@link QuantityError}.
 */
export function canonicalQuantity(text: string | number): string {
  const trimmed = String(text).trim();
  const parts = parseQuantityParts(trimmed);
  return keepsItsText(parts) ? trimmed : formatQuantity(toQuantity(parts));
}

/** Returns the canonical text of an amount: no fraction, largest lossless suffix. */
export function formatQuantity({ nanos, format }: Quantity): string {
  if (nanos === 0n) return '0';
  const small = nanos > -KIBI_NANOS && nanos < KIBI_NANOS;
  if (format === 'BinarySI' && !small && nanos % NANO === 0n) return formatBinary(nanos / NANO);
  return formatDecimal(nanos, format);
}

/** Returns a negative number, 0 or a positive number for `a` less than, equal to or greater than `b`. */
export function compareQuantity(a: Quantity | string, b: Quantity | string): number {
  const left = asQuantity(a).nanos;
  const right = asQuantity(b).nanos;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Returns the sum in the format of `a`, or of `b` for a zero `a`. */
export function addQuantity(a: Quantity | string, b: Quantity | string): Quantity {
  const left = asQuantity(a);
  const right = asQuantity(b);
  return { nanos: left.nanos + right.nanos, format: left.nanos === 0n ? right.format : left.format };
}

/** Returns the difference in the format of `a`, or of `b` for a zero `a`. */
export function subQuantity(a: Quantity | string, b: Quantity | string): Quantity {
  const left = asQuantity(a);
  const right = asQuantity(b);
  return { nanos: left.nanos - right.nanos, format: left.nanos === 0n ? right.format : left.format };
}

/** Returns thousandths, rounded away from zero: the scheduler's CPU unit. */
export function asMilli(quantity: Quantity | string): number {
  return Number(divideAwayFromZero(asQuantity(quantity).nanos, 10n ** 6n));
}

/** Returns whole units, rounded away from zero: the scheduler's byte unit. Above 2^53 the nearest double. */
export function asNumber(quantity: Quantity | string): number {
  return Number(divideAwayFromZero(asQuantity(quantity).nanos, NANO));
}

function asQuantity(quantity: Quantity | string): Quantity {
  return typeof quantity === 'string' ? parseQuantity(quantity) : quantity;
}

function toQuantity({ negative, digits, fraction, base, exponent, format }: QuantityParts): Quantity {
  const unscaled = BigInt(digits + fraction);
  const scaled = base === 2 ? unscaled * 2n ** BigInt(exponent) : unscaled;
  const shift = NANO_DIGITS - fraction.length + (base === 10 ? exponent : 0);
  const nanos = shift >= 0 ? scaled * 10n ** BigInt(shift) : divideAwayFromZero(scaled, 10n ** BigInt(-shift));
  const cappedNanos = format === 'BinarySI' && nanos > INT64_MAX_NANOS ? INT64_MAX_NANOS : nanos;
  return {
    nanos: negative ? -cappedNanos : cappedNanos,
    format: format === 'BinarySI' && cappedNanos > 0n && cappedNanos < NANO ? 'DecimalSI' : format,
  };
}

/** Upstream's shortcut: numbers within 64 bits and with a suitable suffix are not reformatted. */
function keepsItsText({ digits, fraction, base, exponent, format, plain }: QuantityParts): boolean {
  if (plain) return true;
  const shifted = digits + fraction;
  if (base === 2) {
    const room = 15 - digits.length - Math.trunc((exponent * 3) / 10) - 1;
    return format === 'BinarySI' && fraction === '' && room >= 0 && (BigInt(shifted) & 7n) !== 0n;
  }
  const scale = exponent - fraction.length;
  return shifted.length <= 18 && scale >= -NANO_DIGITS && scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
}

function formatBinary(value: bigint): string {
  let left = value;
  let step = 0;
  for (; left % 1024n === 0n && step < BINARY_SUFFIXES.length - 1; step += 1) left /= 1024n;
  return `${left}${BINARY_SUFFIXES[step]}`;
}

function formatDecimal(nanos: bigint, format: QuantityFormat): string {
  let left = nanos;
  let step = 0;
  const most = format === 'DecimalExponent' ? Number.POSITIVE_INFINITY : DECIMAL_SUFFIXES.length - 1;
  for (; left % 1000n === 0n && step < most; step += 1) left /= 1000n;
  if (format !== 'DecimalExponent') return `${left}${DECIMAL_SUFFIXES[step]}`;
  const exponent = step * 3 - NANO_DIGITS;
  return exponent === 0 ? `${left}` : `${left}e${exponent}`;
}

function divideAwayFromZero(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  if (value % by === 0n) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}
