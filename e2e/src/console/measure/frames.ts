import type { CDPSession, Page } from 'playwright-core';

/** Frames of a page in a span of time, in ms. */
export interface Frames {
  readonly perSecond: number;
  /** 99th percentile, and the longest distance of two frames. */
  readonly slow: number;
  readonly longest: number;
}

/** Counts the frames of a page for `ms`. */
export async function framesOf(page: Page, ms: number): Promise<Frames> {
  const gaps = await page.evaluate(
    (span) =>
      new Promise<number[]>((resolve) => {
        const found: number[] = [];
        const began = performance.now();
        let last = began;
        const onFrame = (now: number) => {
          if (now > last) found.push(now - last);
          last = Math.max(now, last);
          if (now - began < span) requestAnimationFrame(onFrame);
          else resolve(found);
        };
        requestAnimationFrame(onFrame);
      }),
    ms,
  );
  const sorted = gaps.toSorted((one, other) => one - other);
  return {
    perSecond: (1_000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0),
    slow: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    longest: sorted.at(-1) ?? 0,
  };
}

/** Returns the bytes that a page's scripts use after a collection of garbage. */
export async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return usedSize;
}
