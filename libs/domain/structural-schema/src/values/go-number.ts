/** Largest integer that upstream compares exactly in a float. */
const FLOAT_INTEGER_MAX = Number.MAX_SAFE_INTEGER;
/** Relative error below which a float counts as an integer. */
const EPSILON = 1e-9;

/** True for a number that upstream decodes as `int64`. */
export function isInteger(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

/** True for a float that is an integer, or nearly. Models `IsFloat64AJSONInteger` of `go-openapi/swag`. */
export function isNearInteger(value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > FLOAT_INTEGER_MAX) return false;
  if (Number.isInteger(value)) return true;
  const near = value < 0 ? 2 ** 64 + Math.trunc(value) : Math.trunc(value);
  return near !== 0 && Math.abs(value - near) / (Math.abs(value) + Math.abs(near)) < EPSILON;
}

/** Returns a bound as upstream compares it with an integer: without its fraction. */
export function asInteger(value: number): bigint {
  return BigInt.asIntN(64, BigInt(Math.trunc(value)));
}
