import { InMemoryClusterApi, settled } from '@klockwork/cluster-api/testing';
import { ApiError, CountingActivity, ManualClock, StopSource, silentLogger } from '@klockwork/kernel';
import { type Pod, type PodStatus, resources } from '@klockwork/resources';
import { aPod } from '@klockwork/resources/testing';
import { beforeEach, expect, test } from 'vitest';
import { StatusWriter } from './status-writer.ts';

const CAUSE = { trigger: 'event', revision: 1 } as const;
const UNAVAILABLE = new ApiError({ code: 503, reason: 'ServiceUnavailable', message: 'away' });

let clock: ManualClock;
let api: InMemoryClusterApi;
let writer: StatusWriter;
let stop: StopSource;
let turns: (() => void)[];
beforeEach(() => {
  clock = new ManualClock(0);
  api = new InMemoryClusterApi({ clock });
  stop = new StopSource();
  turns = [];
  writer = new StatusWriter({ activity: new CountingActivity((then) => turns.push(then)), clock, logger: silentLogger, stop });
});

const bound = (name: string) =>
  api.create<Pod>(resources.pods, aPod({ metadata: { name }, spec: { nodeName: 'node-1' } }), { cause: CAUSE });
const report = (pod: Pod, status: PodStatus) => writer.report(api, pod, { ...pod.status, ...status }, CAUSE);
const patches = () => api.writes.filter(({ verb }) => verb === 'patch').map(({ body }) => (body as { status: PodStatus }).status);
const nextTurn = async () => {
  for (const turn of turns.splice(0)) turn();
  await settled();
};

test('changes of a pod at one instant share a write', async () => {
  const pod = await bound('web');
  for (const hostIP of ['1', '2', '3']) report(pod, { hostIP });
  await nextTurn();
  expect(patches()).toEqual([{ hostIP: '3' }]);
});

test('a write names the author of the news as cause, not later decisions of the instant', async () => {
  const pod = await bound('web');
  const timer = (name: string) => ({ trigger: 'timer', name, revision: 1 }) as const;
  writer.report(api, pod, { ...pod.status, hostIP: '1' }, timer('readiness-probe'));
  writer.report(api, pod, { ...pod.status, hostIP: '1' }, timer('liveness-probe'));
  await nextTurn();
  expect(api.log.events.at(-1)?.cause).toEqual(timer('readiness-probe'));
});

test('a status that changes during its write is written again, and never an older one', async () => {
  const pod = await bound('web');
  report(pod, { hostIP: '1' });
  for (const turn of turns.splice(0)) turn();
  await Promise.resolve();
  await Promise.resolve();
  report(pod, { hostIP: '2' });
  report(pod, { hostIP: '3' });
  await settled();
  expect(patches().at(-1)).toEqual({ hostIP: '3' });
  expect(patches()).not.toContainEqual({ hostIP: '2' });
});

test('an unchanged status is not written', async () => {
  const pod = await bound('web');
  report(pod, {});
  await nextTurn();
  expect(patches()).toEqual([]);
});

test('a refused write is retried with growing delays', async () => {
  const pod = await bound('web');
  const tries: number[] = [];
  api.refuse = (verb) => {
    if (verb !== 'patch') return;
    tries.push(clock.now());
    if (tries.length < 4) throw UNAVAILABLE;
  };
  report(pod, { hostIP: '1' });
  await nextTurn();
  for (let at = 500; at <= 5_000; at += 500) {
    clock.advanceTo(at);
    await settled();
  }
  expect(tries).toEqual([0, 500, 1_500, 3_500]);
  expect(patches().at(-1)).toEqual({ hostIP: '1' });
});

test('a pod is deleted after its last status, by its own uid', async () => {
  const pod = await bound('web');
  report(pod, { phase: 'Failed' });
  writer.close(api, pod, CAUSE);
  await nextTurn();
  expect(api.writes.slice(1).map(({ verb, body }) => [verb, body])).toEqual([
    ['patch', { metadata: { uid: pod.metadata?.uid }, status: { phase: 'Failed' } }],
    ['delete', { gracePeriodSeconds: 0, uid: pod.metadata?.uid }],
  ]);
});

test('a deleted pod is dropped', async () => {
  const pod = await bound('web');
  await api.delete(resources.pods, { namespace: 'default', name: 'web' }, { gracePeriodSeconds: 0 }, { cause: CAUSE });
  report(pod, { hostIP: '1' });
  await nextTurn();
  expect(clock.pending()).toEqual([]);
});

test('a thousand concurrent changes are each written once, a bounded number at a time', async () => {
  const pods: Pod[] = [];
  for (let index = 0; index < 1_000; index++) pods.push(await bound(`p-${index}`));
  for (const hostIP of ['1', '2']) for (const pod of pods) report(pod, { hostIP });
  for (let round = 0; round < 100; round++) await nextTurn();
  expect(patches()).toHaveLength(1_000);
});

test('a stopped writer leaves no timer behind', async () => {
  const pod = await bound('web');
  api.refuse = () => {
    throw UNAVAILABLE;
  };
  report(pod, { hostIP: '1' });
  await nextTurn();
  expect(clock.pending()).toHaveLength(1);
  stop.stop();
  expect(clock.pending()).toEqual([]);
});
