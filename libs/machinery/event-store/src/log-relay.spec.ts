import { subjectsOf } from '@klockwork/bus';
import { ManualClock } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import type { EventStore } from './event-store.ts';
import { Journal } from './journal.ts';
import { LogRelay, RELAY_CHECKPOINT } from './log-relay.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { HEADS_ROUTE } from './routes.ts';
import { draftOf, microtaskActivity, podKey } from './testing/builders.ts';
import { openJournal } from './testing/open-journal.ts';
import { RecordingBus, type SentMessage } from './testing/recording-bus.ts';

const subjects = subjectsOf('lab');

/** Starts a journal and a relay on a store that outlives them. */
async function start(store: EventStore) {
  const { journal, clock, activity, write } = await openJournal({ store, clock: new ManualClock(0) });
  const bus = new RecordingBus(activity);
  const relay = await LogRelay.start({ journal, bus, subjects, clock, activity });
  return { activity, clock, bus, journal, relay, write };
}

function revisions(sent: readonly SentMessage[]): number[] {
  return sent.filter(({ subject }) => subject !== subjects.at(HEADS_ROUTE)).map(({ body }) => (body as { revision: number }).revision);
}

describe('the relay', () => {
  test('the relay publishes each event in order, on the subject of its kind and type', async () => {
    const { bus, write, activity } = await start(new MemoryEventStore());
    const events = await Promise.all([write('a'), write('b'), write('a', { change: 'updated' })]);
    await activity.turn();
    expect(bus.sent).toEqual([
      { subject: subjects.at(HEADS_ROUTE), body: {} },
      ...events.map((event) => ({ subject: `klockwork.lab.log.core.pods.default.${event.type}`, body: event })),
    ]);
  });

  test('events before the first reader have no hints, and a restart sends none for them', async () => {
    const store = new MemoryEventStore();
    const { journal, clock, activity, write } = await openJournal({ store, clock: new ManualClock(0) });
    const bus = new RecordingBus(activity);
    let hasNoReaders = true;
    const relay = await LogRelay.start({ journal, bus, subjects, clock, activity, hasNoReaders: () => hasNoReaders });
    await write('a');
    hasNoReaders = false;
    await write('b');
    await relay.stop();
    await journal.close();
    expect([revisions(bus.sent), revisions((await start(store)).bus.sent)]).toEqual([[2], []]);
  });

  test('hints of some kinds contain only metadata', async () => {
    const { journal, clock, activity, write } = await openJournal({ clock: new ManualClock(0) });
    const bus = new RecordingBus(activity);
    const kinds = [
      { group: '', resource: 'pods', hint: 'metadata' },
      { group: '', resource: 'nodes' },
    ] as const;
    await LogRelay.start({ journal, bus, subjects, clock, activity, kinds });
    const { object, ...envelope } = await write('a');
    await activity.turn();
    expect(bus.sent.at(-1)?.body).toEqual({ ...envelope, metadata: object.metadata });
  });

  test("the relay publishes under the journal's hold: time waits until the last hint is sent", async () => {
    const { bus, write, activity } = await start(new MemoryEventStore());
    const publish = bus.publish.bind(bus);
    const held: unknown[] = [];
    bus.publish = (subject, body) => {
      held.push([...activity.state().reasons.keys()]);
      publish(subject, body);
    };
    const writes = Promise.all([write('a'), write('b')]);
    expect([...activity.state().reasons.keys()]).toContain('log append');
    await writes;
    expect(held).toEqual([['log append'], expect.arrayContaining(['log append'])]);
  });

  test('the relay saves its checkpoint at whole minutes after publishing, and sets no timer without need', async () => {
    const store = new MemoryEventStore();
    const { write, activity, clock } = await start(store);
    const timers = () => clock.pending().map(({ timer }) => timer.name);
    clock.advanceTo(3_000);
    expect(timers()).toEqual(['log-heads']);
    await write('a');
    await write('b');
    expect(timers()).toEqual(['log-heads', 'log-relay-checkpoint']);
    expect(await store.checkpoint(RELAY_CHECKPOINT)).toBe(0);
    clock.advanceTo(60_000);
    await activity.turn();
    expect(await store.checkpoint(RELAY_CHECKPOINT)).toBe(2);
    expect(timers()).toEqual(['log-heads']);
  });

  test('the relay saves its checkpoint at once after a thousand published events', async () => {
    const store = new MemoryEventStore();
    const { write, activity } = await start(store);
    await Promise.all(Array.from({ length: 1_500 }, (_, index) => write(`pod-${index}`)));
    await activity.turn();
    expect(await store.checkpoint(RELAY_CHECKPOINT)).toBeGreaterThanOrEqual(1_000);
  });

  test('after a crash the relay repeats possibly unpublished events, and loses none', async () => {
    const store = new MemoryEventStore();
    const first = await start(store);
    await Promise.all(['a', 'b', 'c'].map((name) => first.write(name)));
    first.clock.advanceTo(60_000);
    await first.activity.turn();
    await Promise.all(['d', 'e'].map((name) => first.write(name)));
    first.bus.crash();
    const second = await start(store);
    await second.write('f');
    await second.activity.turn();
    expect(revisions(first.bus.sent)).toEqual([1, 2, 3]);
    expect(revisions(second.bus.sent)).toEqual([4, 5, 6]);
  });

  test('an orderly stopped relay repeats no event', async () => {
    const store = new MemoryEventStore();
    const first = await start(store);
    await first.write('a');
    await first.journal.close();
    await first.relay.stop();
    expect(first.clock.pending()).toEqual([]);
    const second = await start(store);
    await second.activity.turn();
    expect(revisions(second.bus.sent)).toEqual([]);
  });

  test('the relay holds activity while it catches up, and loses no concurrent event', async () => {
    const store = new MemoryEventStore();
    const before = await start(store);
    await Promise.all(Array.from({ length: 500 }, (_, index) => before.write(`pod-${index}`)));
    const activity = microtaskActivity();
    const clock = new ManualClock(0);
    const bus = new RecordingBus(activity);
    const journal = await Journal.open({ store, clock, activity });
    const starting = LogRelay.start({ journal, bus, subjects, clock, activity });
    const writes = Array.from({ length: 50 }, (_, index) => journal.write(draftOf(journal, podKey(`late-${index}`))));
    await Promise.all(writes.slice(0, 1));
    expect(activity.state().reasons.get('log relay')).toBe(1);
    const relay = await starting;
    await Promise.all(writes);
    await activity.turn();
    expect(revisions(bus.sent)).toEqual(Array.from({ length: 550 }, (_, index) => index + 1));
    expect(relay.published).toBe(550);
  });
});
