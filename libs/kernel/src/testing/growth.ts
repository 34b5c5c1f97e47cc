/** Size of the large input, in small ones. */
const STEP = 8;
/** Runs of each size at most. A slow machine disturbs some of them, never all. */
const ATTEMPTS_MAX = 12;

/** Max growth of an algorithm in linear time, as returned by {@link growthOf}. Quadratic time has a growth of about 64. */
export const LINEAR_GROWTH_MAX = 3 * STEP;

/**
 * Returns the quotient of two durations: of `run` with `size`, and with an eighth of it. About 8 for linear time, whatever the machine's speed.
 * Repeats disturbed runs, and ends at the first quotient below {@link LINEAR_GROWTH_MAX}.
 */
export async function growthOf(run: (size: number) => unknown, size: number): Promise<number> {
  let growth = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS_MAX && growth >= LINEAR_GROWTH_MAX; attempt++) {
    const smallMs = await durationMs(() => run(Math.ceil(size / STEP)));
    growth = Math.min(growth, (await durationMs(() => run(size))) / smallMs);
  }
  return growth;
}

/** Whole milliseconds, at least 1: shorter runs are linear enough. */
async function durationMs(run: () => unknown): Promise<number> {
  const before = Date.now();
  await run();
  return Math.max(1, Date.now() - before);
}
