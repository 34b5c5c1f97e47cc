import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TimerHeap } from './timer-heap.ts';

interface SetTimer {
  readonly at: number;
  readonly cancelled: boolean;
}

it('timers come out by deadline, of one instant in the order they were set, and those taken back never', () => {
  const timers = fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }), cancelled: fc.boolean() }), { maxLength: 300 });
  fc.assert(
    fc.property(timers, (all: readonly SetTimer[]) => {
      const heap = new TimerHeap();
      const cancels = all.map(({ at }, index) => heap.add(at, { name: `${index}` }, () => {}));
      for (const [index, cancel] of cancels.entries()) if (all[index]!.cancelled) cancel();
      const expected = all
        .map((timer, index) => ({ ...timer, name: `${index}` }))
        .filter(({ cancelled }) => !cancelled)
        .sort((a, b) => a.at - b.at)
        .map(({ name }) => name);
      const taken: string[] = [];
      for (let due = heap.takeDue(50); due !== undefined; due = heap.takeDue(50)) taken.push(due.timer.name);
      expect(taken).toEqual(expected);
    }),
  );
});

it('a timer that is not due stays, and taking back one that has fired does nothing', () => {
  const heap = new TimerHeap();
  const cancel = heap.add(10, { name: 'first' }, () => {});
  heap.add(20, { name: 'second' }, () => {});
  expect(heap.takeDue(9)).toBeUndefined();
  expect(heap.takeDue(10)?.timer).toEqual({ name: 'first' });
  cancel();
  expect(heap.list()).toEqual([{ at: 20, timer: { name: 'second' } }]);
});

it('tells work from upkeep', () => {
  const heap = new TimerHeap();
  expect(heap.next()).toEqual({ at: null, work: null });
  heap.add(10, { name: 'lease', upkeep: true }, () => {});
  expect(heap.next()).toEqual({ at: 10, work: null });
  heap.add(30, { name: 'back-off' }, () => {});
  expect(heap.next()).toEqual({ at: 10, work: 30 });
});
