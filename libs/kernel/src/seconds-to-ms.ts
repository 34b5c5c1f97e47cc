/** Maximum number of seconds that fits into 64 bits of nanoseconds. */
const SECONDS_MAX = 9_223_372_036;

/**
 * Converts whole seconds to ms, like Go's `time.Duration(seconds) * time.Second`: 64-bit nanoseconds, which wrap after 292 years. An int64
 * API field beyond 2^53 is a `bigint` whatever its type states; client-chosen seconds must use this function.
 */
export function secondsToMs(seconds: number | bigint): number {
  if (seconds >= -SECONDS_MAX && seconds <= SECONDS_MAX) return Number(seconds) * 1_000;
  const nanoseconds = BigInt.asIntN(64, BigInt(seconds) * 1_000_000_000n);
  return Number(nanoseconds / 1_000_000n);
}
