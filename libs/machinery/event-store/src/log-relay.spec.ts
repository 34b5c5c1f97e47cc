import { subjectsOf } from '@klockwork/bus';
import { ManualClock } from '@klockwork/kernel';
import { describe, expect, it } from 'vitest';
import type { EventStore } from './event-store.ts';
import { Journal } from './journal.ts';
import { LogRelay, RELAY_CHECKPOINT } from './log-relay.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { draftOf, microtaskActivity, podKey } from './testing/builders.ts';
import { openJournal } from './testing/open-journal.ts';
import { RecordingBus, type Sent } from './testing/recording-bus.ts';

const subjects = subjectsOf('lab');

/** An api-server's half that writes and publishes, on a store that outlives it. */
async function start(store: EventStore) {
  const { journal, clock, activity, write } = await openJournal({ store, clock: new ManualClock(0) });
  const bus = new RecordingBus(activity);
  const relay = await LogRelay.start({ journal, bus, subjects, clock, activity });
  return { activity, clock, bus, journal, relay, write };
}

function revisions(sent: readonly Sent[]): number[] {
  return sent.filter(({ subject }) => subject !== subjects.heads).map(({ body }) => (body as { revision: number }).revision);
}

describe('the relay', () => {
  it('publishes each event, in order, on the subject of its kind and type', async () => {
    const { bus, write, activity } = await start(new MemoryEventStore());
    const events = await Promise.all([write('a'), write('b'), write('a', { change: 'updated' })]);
    await activity.turn();
    expect(bus.sent).toEqual([
      { subject: subjects.heads, body: {} },
      ...events.map((event) => ({ subject: `klockwork.lab.log.core.pods.default.${event.type}`, body: event })),
    ]);
  });

  it('tells of some kinds by the metadata of their objects', async () => {
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

  it('publishes under the hold that begins with the first write that is queued: time waits until the last hint is out', async () => {
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

  it('saves its checkpoint at every whole minute after it published, and sets no timer when there is nothing to save', async () => {
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

  it('saves its checkpoint at once when a thousand events were published since', async () => {
    const store = new MemoryEventStore();
    const { write, activity } = await start(store);
    await Promise.all(Array.from({ length: 1_500 }, (_, index) => write(`pod-${index}`)));
    await activity.turn();
    expect(await store.checkpoint(RELAY_CHECKPOINT)).toBeGreaterThanOrEqual(1_000);
  });

  it('repeats after a crash what it may not have published, and loses nothing', async () => {
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

  it('repeats nothing after it was stopped in order', async () => {
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

  it('holds activity while it catches up, and loses nothing that is written meanwhile', async () => {
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
