/** All seconds up to this fit into 64 bits of nanoseconds. */
const SECONDS_MAX = 9_223_372_036;

/**
 * A whole number of seconds in ms, as Go's `time.Duration(seconds) * time.Second` has it: 64 bits of nanoseconds, which wrap beyond 292 years.
 * An int64 of the API beyond 2^53 is a `bigint`, whatever its type says: seconds that a client chose are reckoned with through this.
 */
export function secondsToMs(seconds: number | bigint): number {
  if (seconds >= -SECONDS_MAX && seconds <= SECONDS_MAX) return Number(seconds) * 1_000;
  const nanoseconds = BigInt.asIntN(64, BigInt(seconds) * 1_000_000_000n);
  return Number(nanoseconds / 1_000_000n);
}
