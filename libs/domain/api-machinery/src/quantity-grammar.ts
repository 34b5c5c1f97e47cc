/** Suffix family of a printed quantity. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** Parts of a quantity: the number is `digits.fraction × base ^ exponent`. */
export interface QuantityParts {
  readonly negative: boolean;
  /** Digits without leading zeros, at least `0`. */
  readonly digits: string;
  readonly fraction: string;
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
  /** The text is exactly `0`. */
  readonly plain: boolean;
}

/** Error for an invalid quantity, with upstream's message. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
}

const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX_WRONG = "unable to parse quantity's suffix";

/** Max exponent, far above real amounts; bounds the computation for a short text. */
const EXPONENT_MAX = 400;

/** Max length of a quantity, far above meaningful ones; bounds the parse time. */
const TEXT_LENGTH_MAX = 1_000;

const GRAMMAR = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;

const SUFFIXES = new Map<string, { base: 2 | 10; exponent: number }>([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map(
    (suffix, index) => [suffix, { base: 10 as const, exponent: index * 3 - 9 }] as const,
  ),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, index) => [suffix, { base: 2 as const, exponent: (index + 1) * 10 }] as const),
]);

/**
 * Parses the parts of a quantity. Throws {@link QuantityError}. Models `parseQuantityString` of
 * `k8s.io/apimachinery/pkg/api/resource/quantity.go`, and `suffix.go`.
 */
export function parseQuantityParts(text: string): QuantityParts {
  if (text === '' || text.length > TEXT_LENGTH_MAX) throw new QuantityError(FORMAT_WRONG);
  const match = GRAMMAR.exec(text);
  if (match === null) throw new QuantityError(FORMAT_WRONG);
  const [, sign, digits = '', fraction = '', suffix = ''] = match;
  return {
    negative: sign === '-',
    digits: digits === '' ? '0' : digits,
    fraction,
    ...readSuffix(suffix),
    plain: text === '0',
  };
}

function readSuffix(suffix: string): Pick<QuantityParts, 'base' | 'exponent' | 'format'> {
  const scale = SUFFIXES.get(suffix);
  if (scale !== undefined) return { ...scale, format: scale.base === 2 ? 'BinarySI' : 'DecimalSI' };
  if (!/^[eE][-+]?[0-9]+$/.test(suffix)) throw new QuantityError(SUFFIX_WRONG);
  const exponent = Number(suffix.slice(1));
  if (Math.abs(exponent) > EXPONENT_MAX) throw new QuantityError(SUFFIX_WRONG);
  return { base: 10, exponent, format: 'DecimalExponent' };
}
