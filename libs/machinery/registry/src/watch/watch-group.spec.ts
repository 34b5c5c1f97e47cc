import type { CommittedEvent } from '@klockwork/event-store';
import { openJournal } from '@klockwork/event-store/testing';
import { kindOf } from '@klockwork/resources';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectionOf } from '../read/selection.ts';
import { transition } from './transition.ts';
import type { WatchEvent } from './watch-event.ts';
import { WatchHub } from './watch-hub.ts';

const pods = kindOf('', 'pods') as NonNullable<ReturnType<typeof kindOf>>;
const pod = (name: string, app: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels: { app } } });

/** Opens a hub over an empty log, and records committed events. */
async function openHub() {
  const { journal, clock, write } = await openJournal();
  const committed: CommittedEvent[] = [];
  journal.onCommitted((one) => committed.push(one));
  const hub = new WatchHub({ journal, clock });
  const watch = (query: Parameters<typeof selectionOf>[1], event: (event: WatchEvent) => void) => {
    const selection = selectionOf(pods, query);
    const start = { type: 'revision', revision: journal.state.revision } as const;
    return {
      selection,
      ...hub.watch(
        pods,
        { selection, start, bookmarks: false },
        {
          ...{ event, bookmark() {}, failed() {}, cutOff() {}, drained: () => Promise.resolve() },
          initial: (events) => [...events].forEach(event),
        },
      ),
    };
  };
  return { hub, committed, watch, write };
}

const queries = [{}, { namespace: 'default' }, { namespace: 'other' }, { labelSelector: 'app=a' }, { fieldSelector: 'metadata.name=x' }];
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ write: fc.constantFrom('x', 'y'), app: fc.constantFrom('a', 'b') }) },
  { weight: 2, arbitrary: fc.record({ watch: fc.constantFrom(...queries) }) },
  { weight: 1, arbitrary: fc.record({ stop: fc.nat(5) }) },
);

test('each watcher receives the same events as a lone watcher of its selection, from start to stop', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { hub, committed, watch, write } = await openHub();
      const watches: (ReturnType<typeof watch> & { told: WatchEvent[]; from: number; to?: number })[] = [];
      for (const one of steps) {
        if ('write' in one) await write(one.write, { object: pod(one.write, one.app) });
        else if ('watch' in one) {
          const told: WatchEvent[] = [];
          watches.push({ ...watch(one.watch, (event) => told.push(event)), told, from: committed.length });
        } else {
          const stopped = watches[one.stop];
          stopped?.stop();
          if (stopped !== undefined) stopped.to ??= committed.length;
        }
      }
      for (const { told, selection, from, to } of watches)
        expect(told).toEqual(committed.slice(from, to).flatMap((change) => transition(selection, change) ?? []));
      expect(hub.size).toBe(watches.filter(({ to }) => to === undefined).length);
    }),
  );
});

test('a change is evaluated once for all watchers of a selection', async () => {
  const { watch, write } = await openHub();
  const told: WatchEvent[] = [];
  for (const name of ['x', 'x', 'y']) watch({ fieldSelector: `metadata.name=${name}` }, (event) => told.push(event));
  await write('x', { object: pod('x', 'a') });
  expect(told).toHaveLength(2);
  expect(told[0]).toBe(told[1]);
});

test("a watch stopped by another watcher's reaction to an event does not receive that event", async () => {
  const { watch, write } = await openHub();
  const told: string[] = [];
  watch({}, ({ object }) => {
    told.push(`first ${object.metadata?.name}`);
    second.stop();
  });
  const second = watch({}, ({ object }) => told.push(`second ${object.metadata?.name}`));
  await write('x', { object: pod('x', 'a') });
  expect(told).toEqual(['first x']);
});
