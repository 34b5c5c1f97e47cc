/** Waits at most `hostMs` for `work`. Resolves with its error, or undefined after success. */
export function within(hostMs: number, work: Promise<void>): Promise<unknown> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('time is up'), hostMs);
    const settled = (error: unknown) => {
      clearTimeout(timer);
      resolve(error);
    };
    work.then(() => settled(undefined), settled);
  });
}
