// Minimal declaration of the host: processor time of this thread, in µs.
declare const process: { threadCpuUsage(): { readonly user: number; readonly system: number } };

/** Size of the large input, in small ones. */
const STEP = 8;
/** Runs of the large size at most. Compilation and garbage collection disturb some of them, never all. */
const ATTEMPTS_MAX = 12;
/** The kernel counts processor time in steps of up to 4 ms. Shorter amounts are linear enough. */
const COUNTED_MS_MIN = 5;

/** Max growth of an algorithm in linear time, as returned by {@link growthOf}. Quadratic time has a growth of about 64. */
export const LINEAR_GROWTH_MAX = 3 * STEP;

/**
 * Returns the quotient of two amounts of processor time: of `run` with `size`, and of a run with an eighth of it. About 8 for linear time,
 * whatever the machine's speed and other work. Eight small runs are counted together. Each amount is the smallest of several attempts, which
 * end at the first quotient below {@link LINEAR_GROWTH_MAX}.
 */
export async function growthOf(run: (size: number) => unknown, size: number): Promise<number> {
  let [smallMs, largeMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    smallMs = Math.min(smallMs, await processorMs(() => run(Math.ceil(size / STEP)), STEP));
    largeMs = Math.min(largeMs, await processorMs(() => run(size), 1));
    if (growth(largeMs, smallMs) < LINEAR_GROWTH_MAX) break;
  }
  return growth(largeMs, smallMs);
}

function growth(largeMs: number, smallMs: number): number {
  return (largeMs * STEP) / smallMs;
}

/** Processor time of this thread for a number of runs, in ms. */
async function processorMs(run: () => unknown, count: number): Promise<number> {
  const before = threadMs();
  for (let index = 0; index < count; index++) await run();
  return Math.max(COUNTED_MS_MIN, threadMs() - before);
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
