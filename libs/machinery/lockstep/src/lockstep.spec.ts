import { describe, expect, test } from 'vitest';
import { LAB_START, SimulatedLab, type SimulatedLabOptions } from './testing/index.ts';

const SPAN = 15_000;
const END = LAB_START + SPAN;

/** Runs one advance of a lab, and returns the observer's record. */
async function advance(options: SimulatedLabOptions) {
  const lab = await new SimulatedLab(options).start();
  const end = await lab.advance(SPAN);
  await lab.host.run(3_000);
  return { end, violations: lab.violations, late: lab.late(), times: [...new Set(lab.times())], log: lab.log() };
}

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Runs the seeds, and expects exact and identical runs. */
async function expectExact(count: number, options: Omit<SimulatedLabOptions, 'seed'>) {
  let first: string[] | undefined;
  for (const seed of seeds(count)) {
    const { log, ...rest } = await advance({ ...options, seed });
    const exact = { end: { outcome: 'Reached', now: END }, violations: [], late: [], times: [END] };
    expect(rest, `seed ${seed}`).toEqual(exact);
    first ??= log;
    expect(log, `seed ${seed}`).toEqual(first);
  }
  expect(first?.length).toBeGreaterThan(300);
}

/** Returns the number of seeds with a violation. */
async function wrongOf(count: number, options: Omit<SimulatedLabOptions, 'seed'>): Promise<number> {
  let wrong = 0;
  for (const seed of seeds(count)) {
    const { violations, late } = await advance({ ...options, seed });
    if (violations.length > 0 || late.length > 0) wrong += 1;
  }
  return wrong;
}

describe('whatever the network does, time moves only when nothing is under way, and all do the same at the same instants', () => {
  test('advances are exact with delays', () => expectExact(40, {}));
  test('advances are exact with delays far longer than the work', () => expectExact(20, { delayMsMax: 12 }));
  test('advances are exact without delays', () => expectExact(10, { delayMsMax: 0 }));
  test('advances are exact with many processes', () => expectExact(5, { processes: 12, actions: 3 }));
  test('advances are exact with lost clock messages', () => expectExact(25, { loss: 0.05 }));
  test('advances are exact over routed servers, with markers', () => expectExact(20, { servers: 3, routeMsMax: 40 }));
  test('advances are exact over routed servers with lost markers', () => expectExact(20, { servers: 3, loss: 0.03 }));
});

describe('negative controls: the observer does see', () => {
  test('a lab without waves fails', async () => {
    expect(await wrongOf(10, { unasked: true })).toBe(10);
  });

  test('a process without holds for its waits fails', async () => {
    expect(await wrongOf(5, { unheld: ['p1'] })).toBe(5);
  });

  test('a process that does not count its messages fails', async () => {
    expect(await wrongOf(10, { uncounted: ['p1'], delayMsMax: 12 })).toBe(10);
  });

  test('a lab over routed servers without markers fails', async () => {
    expect(await wrongOf(20, { servers: 3, routeMsMax: 40, withoutMarkers: true })).toBeGreaterThan(0);
  });
});
