import type { Revision } from '@klockwork/event-store';
import { openJournal } from '@klockwork/event-store/testing';
import { kindOf } from '@klockwork/resources';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectionOf } from '../read/selection.ts';
import type { WatchEvent } from './watch-event.ts';
import { WatchHub } from './watch-hub.ts';
import type { Watcher } from './watcher.ts';

const pods = kindOf('', 'pods') as NonNullable<ReturnType<typeof kindOf>>;

/** Watcher that folds events, and reports sequences that would break a client. */
class Fold implements Watcher {
  readonly objects = new Map<string, number>();
  readonly problems: string[] = [];
  last: Revision = 0;

  event({ type, revision, object }: Parameters<Watcher['event']>[0]): void {
    const name = object.metadata?.name ?? '';
    if (revision <= this.last && type !== 'ADDED') this.problems.push(`${type} ${name}@${revision} after ${this.last}`);
    if ((type === 'ADDED') === this.objects.has(name))
      this.problems.push(`${type} of ${name}, which was ${this.objects.has(name) ? '' : 'not '}there`);
    if (type === 'DELETED') this.objects.delete(name);
    else this.objects.set(name, revision);
    this.last = Math.max(this.last, revision);
  }

  initial(events: Iterable<WatchEvent>): void {
    for (const event of events) this.event(event);
  }

  bookmark(): void {}

  async drained(): Promise<void> {}

  cutOff(): void {
    this.problems.push('cut off');
  }

  failed(error: Error): void {
    this.problems.push(error.message);
  }
}

type Step = { type: 'write' | 'delete'; name: string; odd: boolean } | { type: 'settle' } | { type: 'watch'; from: number | 'state' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('write' as const), name: fc.constantFrom('a', 'b', 'c'), odd: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('delete' as const), name: fc.constantFrom('a', 'b', 'c'), odd: fc.boolean() }) },
  { weight: 2, arbitrary: fc.constant({ type: 'settle' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('watch' as const),
      from: fc.oneof(fc.constant('state' as const), fc.integer({ min: 0, max: 40 })),
    }),
  },
);

test('a watcher ends with the present objects for any interleaving of writes and watches: without gaps, duplicates or reordering', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.constantFrom('', 'odd=true'), async (steps, labelSelector) => {
      const { journal, clock, write } = await openJournal();
      const hub = new WatchHub({ journal, clock });
      const selection = selectionOf(pods, { labelSelector });
      const folds: { fold: Fold; from: number | 'state' }[] = [];
      const writes: Promise<unknown>[] = [];
      const made = new Map<string, number>();
      for (const one of steps) {
        if (one.type === 'settle') await Promise.all(writes.splice(0));
        else if (one.type === 'watch') {
          // Clients use received versions only.
          const from = one.from === 'state' ? 'state' : Math.min(one.from, journal.state.revision);
          const fold = new Fold();
          if (from !== 'state')
            for (const [name, revision] of matchingAt(await journal.read({ after: 0, limit: 1_000 }), from))
              fold.objects.set(name, revision);
          fold.last = from === 'state' ? 0 : from;
          const start = from === 'state' ? ({ type: from, marked: false } as const) : ({ type: 'revision', revision: from } as const);
          hub.watch(pods, { selection, start, bookmarks: false }, fold);
          folds.push({ fold, from });
        } else if (one.type === 'write') writes.push(write(one.name, { ...newUid(one.name), object: pod(one.name, one.odd) }));
        else if (journal.latest({ group: '', resource: 'pods', namespace: 'default', name: one.name }) !== undefined)
          writes.push(write(one.name, { ...newUid(one.name), change: 'deleted', object: pod(one.name, one.odd) }));
      }
      await Promise.all(writes);
      const expected = [...journal.state.list({ group: '', resource: 'pods' })].filter(({ object }) => selection.matches(object));
      for (const { fold } of folds) {
        expect(fold.problems).toEqual([]);
        expect([...fold.objects].sort()).toEqual(expected.map(({ key, revision }) => [key.name, revision]));
      }

      /** A recreated object gets another uid. */
      function newUid(name: string): { uid?: string } {
        const there = journal.latest({ group: '', resource: 'pods', namespace: 'default', name }) !== undefined;
        if (!there) made.set(name, (made.get(name) ?? 0) + 1);
        return { uid: `${name}-${made.get(name)}` };
      }

      function matchingAt({ events }: Awaited<ReturnType<typeof journal.read>>, revision: number): Map<string, number> {
        const at = new Map<string, number>();
        for (const event of events.filter((other) => other.revision <= revision)) {
          if (event.change === 'deleted' || !selection.matches(event.object)) at.delete(event.key.name);
          else at.set(event.key.name, event.revision);
        }
        return at;
      }
    }),
    { numRuns: 300 },
  );
});

function pod(name: string, odd: boolean) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { odd: String(odd) } } };
}
