import { subjectsOf } from '@klockwork/bus';
import { ManualClock } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { HeadsPublisher } from './heads-publisher.ts';
import { microtaskActivity } from './testing/builders.ts';
import { openJournal } from './testing/open-journal.ts';
import { RecordingBus } from './testing/recording-bus.ts';

const subjects = subjectsOf('lab');

/** Records published heads with their lab time in seconds. */
async function aPublisher({ retentionMs, areCarried }: { retentionMs?: number; areCarried?: () => boolean } = {}) {
  const kinds = [{ group: '', resource: 'pods', ...(retentionMs !== undefined && { retentionMs }) }];
  const { journal, clock, write } = await openJournal({ clock: new ManualClock(0), kinds });
  const bus = new RecordingBus(microtaskActivity());
  const published: string[] = [];
  const publish = bus.publish.bind(bus);
  bus.publish = (subject, body) => {
    published.push(`${clock.now() / 1_000} ${JSON.stringify(body)}`);
    publish(subject, body);
  };
  const publisher = new HeadsPublisher({ journal, bus, subjects, clock, areCarried });
  const take = (until: number) => {
    clock.advanceTo(until);
    return published.splice(0);
  };
  return { clock, write, publisher, take, want: () => publisher.publishNow() };
}

test('heads are published at the start, and at growing intervals while the log is quiet', async () => {
  const { take } = await aPublisher();
  expect(take(0)).toEqual(['0 {}']);
  expect(take(300_000)).toEqual(['10 {}', '30 {}', '70 {}', '130 {}', '190 {}', '250 {}']);
});

test('a reconnected reader requests the heads and receives them at once, even if time stands still', async () => {
  const { take, want, write } = await aPublisher();
  await write('a');
  take(0);
  want();
  expect(take(0)).toEqual(['0 {"/pods":1}']);
});

test('heads follow new events at the next even second, and are repeated', async () => {
  const { clock, write, take } = await aPublisher();
  take(101_500);
  await write('a');
  await write('b');
  expect(take(130_000)).toEqual(['102 {"/pods":2}', '110 {"/pods":2}', '130 {"/pods":2}']);
  expect(clock.now()).toBe(130_000);
});

test('heads of self-renewing objects follow at the next half minute, with fewer repetitions', async () => {
  const { write, take } = await aPublisher({ retentionMs: 3_600_000 });
  take(101_500);
  await write('a');
  expect(take(120_000)).toEqual(['120 {"/pods":1}']);
  await write('a');
  expect(take(180_000)).toEqual(['150 {"/pods":2}']);
});

test('heads carried by the clock are published after whole five minutes, and soon after the clock stops carrying them', async () => {
  let carried = true;
  const { write, take } = await aPublisher({ areCarried: () => carried });
  take(101_500);
  await write('a');
  expect(take(400_000)).toEqual(['300 {"/pods":1}']);
  carried = false;
  await write('a');
  expect(take(410_000)).toEqual(['402 {"/pods":2}', '410 {"/pods":2}']);
});

test('heads carried by the clock are repeated each hour', async () => {
  const { take, write } = await aPublisher({ areCarried: () => true });
  take(3_600_000);
  await write('a');
  const minutes = take(4 * 3_600_000).map((line) => Number.parseInt(line, 10) / 60);
  expect(minutes).toEqual([65, 120, 180, 240]);
});

test('a stopped publisher leaves no timer behind', async () => {
  const { clock, write, publisher, take } = await aPublisher();
  publisher.stop();
  await write('a');
  expect([clock.pending(), take(60_000)]).toEqual([[], ['0 {}']]);
});
