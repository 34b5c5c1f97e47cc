/** Size of the large input, in small ones. */
const STEP = 8;
/** Runs of the large size at most. A slow machine disturbs some of them, never all. */
const ATTEMPTS_MAX = 12;
/** Runs of the small size before each of the large one. A single disturbed run would let quadratic work seem linear. */
const SMALL_RUNS = 4;

/** Max growth of an algorithm in linear time, as returned by {@link growthOf}. Quadratic time has a growth of about 64. */
export const LINEAR_GROWTH_MAX = 3 * STEP;

/**
 * Returns the quotient of two durations: of `run` with `size`, and with an eighth of it. About 8 for linear time, whatever the machine's speed.
 * Each duration is the shortest of its runs. Ends at the first quotient below {@link LINEAR_GROWTH_MAX}.
 */
export async function growthOf(run: (size: number) => unknown, size: number): Promise<number> {
  let [smallMs, largeMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    for (let small = 0; small < SMALL_RUNS; small++) smallMs = Math.min(smallMs, await durationMs(() => run(Math.ceil(size / STEP))));
    largeMs = Math.min(largeMs, await durationMs(() => run(size)));
    if (largeMs / smallMs < LINEAR_GROWTH_MAX) break;
  }
  return largeMs / smallMs;
}

/** Whole milliseconds, at least 1: shorter runs are linear enough. */
async function durationMs(run: () => unknown): Promise<number> {
  const before = Date.now();
  await run();
  return Math.max(1, Date.now() - before);
}
