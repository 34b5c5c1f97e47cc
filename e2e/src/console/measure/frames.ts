import type { CDPSession, Page } from 'playwright-core';

/** Frames of a page in a span of time, in ms. */
export interface Frames {
  readonly perSecond: number;
  /** 99th percentile, and the longest distance of two frames. */
  readonly slow: number;
  readonly longest: number;
}

/** Program of the page: distances of frames for a span in ms. */
const GAPS = (span: number) => `new Promise((resolve) => {
  const found = [];
  const began = performance.now();
  let last = began;
  const onFrame = (now) => {
    if (now > last) found.push(now - last);
    last = Math.max(now, last);
    if (now - began < ${span}) requestAnimationFrame(onFrame);
    else resolve(found);
  };
  requestAnimationFrame(onFrame);
})`;

/** Program of the page: time from the start of navigation to the first content, in ms. */
const FIRST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName('first-contentful-paint')) resolve(entry.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

/** Returns the time from the start of navigation to the first content of a page, in ms. */
export function firstPaintOf(page: Page): Promise<number> {
  return page.evaluate<number>(FIRST_PAINT);
}

/** Counts the frames of a page for `ms`. */
export async function framesOf(page: Page, ms: number): Promise<Frames> {
  const gaps = await page.evaluate<number[]>(GAPS(ms));
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

/** Returns the slope of equally distant values, by least squares; 0 for fewer than two. */
export function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const products = values.reduce((sum, value, index) => sum + (index - middle) * value, 0);
  const squares = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  return squares === 0 ? 0 : products / squares;
}
