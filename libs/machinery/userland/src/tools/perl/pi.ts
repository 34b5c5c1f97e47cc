/** Extra digits against rounding errors. */
const GUARD_DIGITS = 10;

/** Pi to so many significant digits, rounded as `bpi` of Perl's bignum does. */
export function piText(digits: number): string {
  const scale = 10n ** BigInt(digits - 1 + GUARD_DIGITS);
  // Machin's formula.
  const pi = 4n * (4n * inverseTangent(5n, scale) - inverseTangent(239n, scale));
  const guard = 10n ** BigInt(GUARD_DIGITS);
  const text = String((pi + guard / 2n) / guard);
  return digits === 1 ? text : `${text.slice(0, 1)}.${text.slice(1)}`;
}

/** arctan(1/x) times `scale`. */
function inverseTangent(x: bigint, scale: bigint): bigint {
  let power = scale / x;
  let sum = power;
  for (let odd = 3n; power !== 0n; odd += 2n) {
    power /= -(x * x);
    sum += power / odd;
  }
  return sum;
}
