import { type EventStore, MemoryEventStore } from '@klockwork/event-store';
import { draftOf, openJournal, podKey } from '@klockwork/event-store/testing';
import { expect, test } from 'vitest';
import { type PastView, PastViews } from './past-views.ts';

/** Returns views of a log with pods of 1,000 characters, one a revision, and the closed revisions. */
async function viewsOf(count: number, charactersMax: number, store: EventStore = new MemoryEventStore()) {
  const { journal, activity } = await openJournal({ store });
  for (let index = 0; index < count; index++) {
    const key = podKey(`pod-${index}`);
    const { object } = draftOf(journal, key);
    const metadata = { ...object.metadata, annotations: { note: 'x'.repeat(1_000) } };
    await journal.write({ ...draftOf(journal, key), object: { ...object, metadata } });
  }
  const closed: number[] = [];
  const opened: number[] = [];
  const serve = ({ revision }: { revision: number }): PastView => {
    opened.push(revision);
    const http = { handle: async () => ({ status: 200, headers: {}, body: String(revision) }) };
    return { http, close: () => closed.push(revision) };
  };
  const views = new PastViews({ store, present: journal, activity, kinds: [] }, serve, charactersMax);
  return { views, closed, opened };
}

test('a view is opened once, also by requests at the same time', async () => {
  const { views, opened } = await viewsOf(3, 1_000_000);
  const [first, second] = await Promise.all([views.at(2), views.at(2)]);
  expect([first === second, first === (await views.at(2)), opened]).toEqual([true, true, [2]]);
});

test('the least recently used views are closed once all are larger than the limit', async () => {
  const { views, closed } = await viewsOf(4, 8_000);
  for (const revision of [2, 3, 2, 4]) await views.at(revision);
  await Promise.resolve();
  expect([views.revisions, closed]).toEqual([[2, 4], [3]]);
});

test('a view larger than the limit is held until the next one', async () => {
  const { views, closed } = await viewsOf(4, 10);
  await views.at(4);
  expect(views.revisions).toEqual([4]);
  await views.at(1);
  await Promise.resolve();
  expect([views.revisions, closed]).toEqual([[1], [4]]);
});

test('a failed read is reported to its readers, and tried again by the next one', async () => {
  const store = new MemoryEventStore();
  const { views } = await viewsOf(2, 1_000, store);
  const { readAfter } = store;
  store.readAfter = () => Promise.reject(new Error('revision 1 is damaged'));
  await expect(views.at(1)).rejects.toThrow('revision 1 is damaged');
  store.readAfter = readAfter;
  expect(views.revisions).toEqual([]);
  await views.at(1);
});
