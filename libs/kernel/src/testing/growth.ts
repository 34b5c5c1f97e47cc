// Minimal declaration of the host: processor time of this thread, in µs.
declare const process: { threadCpuUsage(): { readonly user: number; readonly system: number } };

/** Size of the large input, in small ones. */
const STEP = 8;
/** Runs of the large size at most. Compilation and garbage collection disturb some of them, never all. */
const ATTEMPTS_MAX = 12;
/** Runs of the small size before each of the large one. A single disturbed run would let quadratic work seem linear. */
const SMALL_RUNS = 4;

/** Max growth of an algorithm in linear time, as returned by {@link growthOf}. Quadratic time has a growth of about 64. */
export const LINEAR_GROWTH_MAX = 3 * STEP;

/**
 * Returns the quotient of two amounts of processor time: of `run` with `size`, and with an eighth of it. About 8 for linear time, whatever the
 * machine's speed and other work. Each amount is the smallest of its runs. Ends at the first quotient below {@link LINEAR_GROWTH_MAX}.
 */
export async function growthOf(run: (size: number) => unknown, size: number): Promise<number> {
  let [smallMs, largeMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    for (let small = 0; small < SMALL_RUNS; small++) smallMs = Math.min(smallMs, await processorMs(() => run(Math.ceil(size / STEP))));
    largeMs = Math.min(largeMs, await processorMs(() => run(size)));
    if (largeMs / smallMs < LINEAR_GROWTH_MAX) break;
  }
  return largeMs / smallMs;
}

/** Processor time of this thread in ms, at least 1: shorter runs are linear enough. */
async function processorMs(run: () => unknown): Promise<number> {
  const before = threadMs();
  await run();
  return Math.max(1, threadMs() - before);
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
