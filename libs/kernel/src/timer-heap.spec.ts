import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cancel } from './clock.ts';
import { TimerHeap } from './timer-heap.ts';

type Step =
  | { readonly type: 'set'; readonly at: number; readonly upkeep: boolean }
  | { readonly type: 'take back'; readonly which: number }
  | { readonly type: 'take due'; readonly at: number };

const instants = fc.integer({ min: 0, max: 50 });
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ type: fc.constant('set' as const), at: instants, upkeep: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('take back' as const), which: fc.nat(400) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('take due' as const), at: instants }) },
  ),
  { maxLength: 400 },
);

/** Reference model that scans all timers each time. */
class Model {
  timers: { name: string; at: number; upkeep: boolean }[] = [];

  sorted() {
    return this.timers.toSorted((a, b) => a.at - b.at || Number(a.name) - Number(b.name));
  }

  view() {
    const at = this.sorted()[0]?.at ?? null;
    const work = this.sorted().find(({ upkeep }) => !upkeep)?.at ?? null;
    return { next: { at, work }, nextAt: at, names: this.sorted().map(({ name }) => name) };
  }

  remove(name: string | undefined) {
    this.timers = this.timers.filter((timer) => timer.name !== name);
  }

  takeDue(at: number): string | undefined {
    const due = this.sorted().find((timer) => timer.at <= at)?.name;
    this.remove(due);
    return due;
  }
}

function take(all: readonly Step[]): void {
  const [heap, model] = [new TimerHeap(), new Model()];
  const cancels: Cancel[] = [];
  for (const step of all) {
    if (step.type === 'set') {
      const name = `${cancels.length}`;
      cancels.push(heap.add(step.at, step.upkeep ? { name, upkeep: true } : { name }, () => {}));
      model.timers.push({ name, at: step.at, upkeep: step.upkeep });
    } else if (step.type === 'take back') {
      cancels[step.which % cancels.length]?.();
      model.remove(`${step.which % cancels.length}`);
    } else {
      expect(heap.takeDue(step.at)?.timer.name).toBe(model.takeDue(step.at));
    }
    const names = (limit?: number) => heap.list(limit).map(({ timer }) => timer.name);
    expect({ next: heap.next(), nextAt: heap.nextAt(), names: names() }).toEqual(model.view());
    expect(names(3)).toEqual(model.view().names.slice(0, 3));
  }
}

test('the heap equals a sorted list after any settings, removals and cancellations', () => {
  fc.assert(fc.property(steps, take));
});

test('a timer before its deadline stays, and cancellation of a fired timer has no effect', () => {
  const heap = new TimerHeap();
  const cancel = heap.add(10, { name: 'first' }, () => {});
  heap.add(20, { name: 'second' }, () => {});
  expect(heap.takeDue(9)).toBeUndefined();
  expect(heap.takeDue(10)?.timer).toEqual({ name: 'first' });
  cancel();
  expect(heap.list()).toEqual([{ at: 20, timer: { name: 'second' } }]);
});

test('the heap distinguishes work from upkeep', () => {
  const heap = new TimerHeap();
  expect(heap.next()).toEqual({ at: null, work: null });
  heap.add(10, { name: 'lease', upkeep: true }, () => {});
  expect(heap.next()).toEqual({ at: 10, work: null });
  heap.add(30, { name: 'back-off' }, () => {});
  expect(heap.next()).toEqual({ at: 10, work: 30 });
});

test('the heap stays correct after thousands of cancellations', () => {
  const heap = new TimerHeap();
  const cancels = Array.from({ length: 10_000 }, (_, index) => heap.add(index, { name: `${index}` }, () => {}));
  for (const [index, cancel] of cancels.entries()) if (index % 100 !== 99) cancel();
  expect(heap.list(2).map(({ at }) => at)).toEqual([99, 199]);
  expect([heap.next(), heap.list().length]).toEqual([{ at: 99, work: 99 }, 100]);
});
