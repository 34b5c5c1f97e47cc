import { InMemoryClusterApi } from '@klockwork/cluster-api/testing';
import { ApiError, ManualClock } from '@klockwork/kernel';
import { resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import type { Recording } from './event-recorder.ts';
import type { PlannedAction } from './plan.ts';
import { PlanExecutor } from './plan-executor.ts';

const cause = { trigger: 'event', revision: 9 } as const;

function lab() {
  const api = new InMemoryClusterApi({ clock: new ManualClock(0) });
  const recorded: Recording[] = [];
  return { api, recorded, executor: new PlanExecutor(api, { record: (recording) => recorded.push(recording) }) };
}

const create = (name: string): PlannedAction => ({
  type: 'create',
  resource: resources.configMaps,
  object: { metadata: { namespace: 'default', name } },
});

test('stages run one after the other, and every write carries the cause', async () => {
  const { api, executor } = lab();
  const remove: PlannedAction = { type: 'delete', resource: resources.configMaps, name: { namespace: 'default', name: 'a' }, deletion: {} };
  const outcome = await executor.execute({ stages: [[create('a')], [remove]] }, cause);
  expect(outcome).toEqual({
    written: [
      { resource: resources.configMaps, revision: 1 },
      { resource: resources.configMaps, deleted: { namespace: 'default', name: 'a' } },
    ],
  });
  expect(api.writes.map(({ verb, name, options }) => ({ verb, name, cause: options.cause }))).toEqual([
    { verb: 'create', name: 'a', cause },
    { verb: 'delete', name: 'a', cause },
  ]);
});

test('creations start slowly, and a refused batch ends the plan', async () => {
  const { api, executor } = lab();
  let asked = 0;
  api.refuse = () => {
    asked += 1;
    if (asked > 1) throw new ApiError({ code: 403, reason: 'Forbidden', message: 'exceeded quota' });
  };
  const stage = Array.from({ length: 20 }, (_, index) => create(`c-${index}`));
  const outcome = await executor.execute({ stages: [stage, [create('later')]] }, cause);
  expect(outcome.refused?.message).toBe('exceeded quota');
  expect(api.writes.map((write) => write.name)).toEqual(['c-0', 'c-1', 'c-2']);
});

test('a tolerated refusal counts as success', async () => {
  const { executor } = lab();
  const absent = { type: 'delete', resource: resources.pods, name: { namespace: 'default', name: 'gone' }, deletion: {} } as const;
  expect(await executor.execute({ stages: [[{ ...absent, tolerate: ['NotFound'] }]] }, cause)).toEqual({ written: [] });
  expect((await executor.execute({ stages: [[absent]] }, cause)).refused?.status.reason).toBe('NotFound');
});

test('a creation in a terminating namespace is dropped without an Event', async () => {
  const { api, executor, recorded } = lab();
  const about = { resource: resources.replicaSets, object: { metadata: { name: 'web' } } };
  const causes = [{ reason: 'NamespaceTerminating', message: 'namespace default is being terminated', field: 'metadata.namespace' }];
  api.refuse = () => {
    throw new ApiError({ code: 403, reason: 'Forbidden', message: 'forbidden', details: { causes } });
  };
  const failed = { type: 'record', about, eventType: 'Warning', reason: 'FailedCreate', message: 'forbidden' } as const;
  expect(await executor.execute({ stages: [[{ ...create('a'), onRefused: () => [failed] }]] }, cause)).toEqual({ written: [] });
  expect(recorded).toEqual([]);
});

test('results and refusals are recorded', async () => {
  const { api, executor, recorded } = lab();
  const about = { resource: resources.replicaSets, object: { metadata: { name: 'web' } } };
  const action: PlannedAction = {
    ...create('a'),
    onDone: (made) => ({ type: 'record', about, eventType: 'Normal', reason: 'Created', message: `Created ${made?.metadata?.name}` }),
    onRefused: (message) => [{ type: 'record', about, eventType: 'Warning', reason: 'Failed', message }],
  };
  await executor.execute({ stages: [[action]] }, cause);
  await executor.execute({ stages: [[action]] }, cause);
  expect(recorded.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
    'Created: Created a',
    'Failed: configmaps "a" already exists',
  ]);
  expect(api.log.events).toHaveLength(1);
});

test('a write with a lost answer has an unknown result, and is no permanent failure', async () => {
  const { api, executor } = lab();
  api.refuse = () => {
    throw new ApiError({ code: 504, reason: 'Timeout', message: 'Timeout' });
  };
  const outcome = await executor.execute({ stages: [[create('a')]] }, cause);
  expect(outcome).toMatchObject({
    written: [{ resource: resources.configMaps, unknown: true }],
    refused: { status: { reason: 'Timeout' } },
  });
});
