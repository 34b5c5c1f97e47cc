/** Waits for `work`, but not longer than `hostMs`. Resolves with the error that it ended with, or undefined when it was done. */
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
