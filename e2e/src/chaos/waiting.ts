/** Poll interval: killed processes send no events. */
const LOOK_MS = 25;

/** Resolves after host time: between two polls, or before the next kill. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Settles like `work`, or rejects when `signal` aborts first, such as at a test timeout. */
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
 * Polls until `look` returns a value; returns that value and the elapsed ms. A failed poll counts as no value. Rejects after `limitMs` with
 * the last result.
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

/** Polls until `differences` is empty; rejects after `limitMs` with the last differences. Returns the elapsed ms. */
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
