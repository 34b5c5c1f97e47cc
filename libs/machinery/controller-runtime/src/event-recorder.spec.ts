import { InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import { ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import type { Event } from '@klockwork/kubernetes-types';
import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { EventRecorder } from './event-recorder.ts';

const cause = { trigger: 'event', revision: 4 } as const;
const START = Date.UTC(2026, 0, 1);
const pod: KubeObject = { metadata: { namespace: 'shop', name: 'web', uid: 'u-1', resourceVersion: '4' } };

function lab() {
  const clock = new ManualClock(START);
  const api = new InMemoryClusterApi({ clock });
  const recorder = new EventRecorder({
    api,
    clock,
    random: new SeededRandom(3),
    logger: silentLogger,
    component: 'kubelet',
    host: 'node-1',
  });
  const say = (message: string, reason = 'BackOff') =>
    recorder.record(
      { about: { resource: resources.pods, object: pod, fieldPath: 'spec.containers{web}' }, eventType: 'Warning', reason, message },
      cause,
    );
  const events = () => api.log.objects(resources.events) as Event[];
  return { clock, api, say, events };
}

test('an event names source, message and object', async () => {
  const { api, say, events } = lab();
  say('Back-off restarting failed container');
  await settled();
  expect(events()[0]).toMatchObject({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace: 'shop', name: expect.stringMatching(/^web\.[0-9a-f]{16}$/) },
    involvedObject: {
      kind: 'Pod',
      namespace: 'shop',
      name: 'web',
      uid: 'u-1',
      apiVersion: 'v1',
      resourceVersion: '4',
      fieldPath: 'spec.containers{web}',
    },
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    source: { component: 'kubelet', host: 'node-1' },
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:00Z',
    count: 1,
    type: 'Warning',
    reportingComponent: 'kubelet',
    reportingInstance: 'node-1',
  });
  expect(api.log.events[0]?.cause).toEqual(cause);
});

test('a repeated event is counted', async () => {
  const { clock, say, events } = lab();
  say('again');
  say('again');
  clock.advanceTo(START + 10_000);
  say('again');
  await settled();
  expect(events()).toMatchObject([{ count: 3, firstTimestamp: '2026-01-01T00:00:00Z', lastTimestamp: '2026-01-01T00:00:10Z' }]);
});

test('a repeated event that expired is recreated with its count', async () => {
  const { api, say, events } = lab();
  say('again');
  await settled();
  await api.delete(resources.events, { namespace: 'shop', name: events()[0]?.metadata.name as string }, {}, { cause });
  say('again');
  await settled();
  expect(events()).toMatchObject([{ count: 2 }]);
});

test('the tenth event with a different message only is combined', async () => {
  const { say, events } = lab();
  for (let index = 0; index < 12; index++) say(`attempt ${index}`);
  await settled();
  const counts = events().map(({ message, count }) => `${message} ×${count}`);
  expect(counts).toHaveLength(10);
  expect(counts).toContain('(combined from similar events): attempt 11 ×3');
});

test('a source may record 25 events about an object at once, and one more every five minutes', async () => {
  const { clock, say, events } = lab();
  for (let index = 0; index < 40; index++) say('same', `Reason${index}`);
  await settled();
  expect(events()).toHaveLength(25);
  clock.advanceTo(START + 300_000);
  say('same', 'Later');
  say('same', 'TooMuch');
  await settled();
  expect(events().map(({ reason }) => reason)).toContain('Later');
  expect(events()).toHaveLength(26);
});

test('an event with an action has the newer form: a time, and a series when repeated', async () => {
  const { clock, api, events } = lab();
  const recorder = new EventRecorder({ api, clock, random: new SeededRandom(3), logger: silentLogger, component: 'default-scheduler' });
  const about = { resource: resources.pods, object: pod };
  const say = () =>
    recorder.record({ about, eventType: 'Warning', reason: 'FailedScheduling', message: 'no', action: 'Scheduling' }, cause);
  say();
  await settled();
  const { count, firstTimestamp, lastTimestamp, ...event } = events()[0] as Event;
  expect([count, firstTimestamp, lastTimestamp]).toEqual([undefined, undefined, undefined]);
  expect(event).toMatchObject({
    eventTime: '2026-01-01T00:00:00.000000Z',
    action: 'Scheduling',
    source: {},
    reportingComponent: 'default-scheduler',
    reportingInstance: 'default-scheduler-klockwork',
  });
  clock.advanceTo(START + 5_000);
  say();
  await settled();
  expect(events()).toHaveLength(1);
  expect(events()[0]).toMatchObject({
    eventTime: '2026-01-01T00:00:00.000000Z',
    series: { count: 2, lastObservedTime: '2026-01-01T00:00:05.000000Z' },
  });
});

test('events of one instant are listed in recording order', async () => {
  const { say, events } = lab();
  const reasons = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
  for (const reason of reasons) say('x', reason);
  await settled();
  const byName = events().toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
  expect(byName.map(({ reason }) => reason)).toEqual(reasons);
});
