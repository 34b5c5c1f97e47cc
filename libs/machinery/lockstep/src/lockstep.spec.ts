import { describe, expect, it } from 'vitest';
import { LAB_START, SimulatedLab, type SimulatedLabOptions } from './testing/index.ts';

const SPAN = 15_000;
const END = LAB_START + SPAN;

/** One advance of a lab as the observer sees it. */
async function advance(options: SimulatedLabOptions) {
  const lab = await new SimulatedLab(options).start();
  const end = await lab.advance(SPAN);
  await lab.host.run(3_000);
  return { end, violations: lab.violations, late: lab.late(), times: [...new Set(lab.times())], log: lab.log() };
}

const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Runs the seeds and expects each to be exact, and all of them to have done the same. */
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

/** How many of the seeds went wrong in any way. */
async function wrongOf(count: number, options: Omit<SimulatedLabOptions, 'seed'>): Promise<number> {
  let wrong = 0;
  for (const seed of seeds(count)) {
    const { violations, late } = await advance({ ...options, seed });
    if (violations.length > 0 || late.length > 0) wrong += 1;
  }
  return wrong;
}

describe('whatever the network does, time moves only when nothing is under way, and all do the same at the same instants', () => {
  it('with delays', () => expectExact(40, {}));
  it('with delays far longer than the work', () => expectExact(20, { delayMsMax: 12 }));
  it('without any delay', () => expectExact(10, { delayMsMax: 0 }));
  it('with many processes', () => expectExact(5, { processes: 12, deeds: 3 }));
  it('when the clock’s messages get lost', () => expectExact(25, { loss: 0.05 }));
  it('over servers that are routed, with markers', () => expectExact(20, { servers: 3, routeMsMax: 40 }));
  it('over servers that are routed, when markers get lost', () => expectExact(20, { servers: 3, loss: 0.03 }));
});

describe('negative controls: the observer does see', () => {
  it('a lab that is not asked whether it is still at rest', async () => {
    expect(await wrongOf(10, { unasked: true })).toBe(10);
  });

  it('a process whose waits are not held', async () => {
    expect(await wrongOf(5, { unheld: ['p1'] })).toBe(5);
  });

  it('a process that does not count what it sends', async () => {
    expect(await wrongOf(10, { uncounted: ['p1'], delayMsMax: 12 })).toBe(10);
  });

  it('a lab over routed servers without markers', async () => {
    expect(await wrongOf(20, { servers: 3, routeMsMax: 40, withoutMarkers: true })).toBeGreaterThan(0);
  });
});
