/** There is no event to wait for across processes that are being killed: one looks again after this. */
const LOOK_MS = 25;

/** Resolves after host time: between two looks, or until the moment of the next kill. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Settles as `work` does, or rejects when `signal` is aborted before, as at the end of a test's time. */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Looks until `look` gives something; gives that and how long it took in ms.
 * A look that fails is a look in vain. Rejects after `limitMs` with what was seen last.
 */
export async function eventually<T>(
  what: string,
  limitMs: number,
  look: () => Promise<T | undefined>,
): Promise<{ value: T; tookMs: number }> {
  const start = performance.now();
  let last: unknown = 'nothing';
  for (;;) {
    try {
      const value = await look();
      if (value !== undefined) return { value, tookMs: performance.now() - start };
    } catch (error) {
      last = error;
    }
    if (performance.now() - start > limitMs) throw new Error(`${what}: not within ${limitMs} ms; last: ${String(last)}`);
    await pause(LOOK_MS);
  }
}

/** Resolves with undefined once `differences` has nothing to say; rejects after `limitMs` with what it said last. Gives the time taken in ms. */
export async function converged(what: string, limitMs: number, differences: () => Promise<readonly string[]>): Promise<number> {
  let last: readonly string[] = [];
  try {
    const { tookMs } = await eventually(what, limitMs, async () => {
      last = await differences();
      return last.length === 0 ? true : undefined;
    });
    return tookMs;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${last.join('\n')}`);
  }
}
