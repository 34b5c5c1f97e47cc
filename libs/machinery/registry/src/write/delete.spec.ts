import type { KubeObject } from '@klockwork/resources';
import { aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { aRequest, created, openRegistry, pods, refusalOf, targetOf } from '../testing/open-registry.ts';
import type { DeleteRequest } from './delete-request.ts';

const ABOUT = '409 Conflict: Operation cannot be fulfilled on ConfigMap "web"';

test.each<[string, DeleteRequest, string | undefined]>([
  ['a deletion without preconditions is accepted', {}, undefined],
  ['a deletion of the newest version is accepted', { preconditions: { resourceVersion: '1' } }, undefined],
  [
    'a deletion of another uid conflicts',
    { preconditions: { uid: 'other' } },
    `${ABOUT}: the UID in the precondition (other) does not match`,
  ],
  [
    'a deletion of another version conflicts',
    { preconditions: { resourceVersion: '7' } },
    `${ABOUT}: the ResourceVersion in the precondition (7)`,
  ],
  [
    'a deletion with both forms of the policy is invalid',
    { propagationPolicy: 'Orphan', orphanDependents: true },
    '422 Invalid: DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and',
  ],
])('%s', async (_, deletion, refusal) => {
  const open = await openRegistry();
  await created(open);
  const answer = await refusalOf(open.registry.delete({ target: targetOf(), deletion }, aRequest()));
  expect(answer).toEqual(refusal === undefined ? undefined : expect.stringContaining(refusal));
  expect(open.registry.find(targetOf()) === undefined).toBe(refusal === undefined);
});

test('a delete of an absent object is refused', async () => {
  const { registry } = await openRegistry();
  expect(await refusalOf(registry.delete({ target: targetOf(), deletion: {} }, aRequest()))).toBe(
    '404 NotFound: configmaps "web" not found',
  );
});

test('a finalizer holds a deleted object until an update removes the finalizer', async () => {
  const open = await openRegistry();
  await created(open, { finalizers: ['example.com/hold'] });
  const first = await open.registry.delete({ target: targetOf(), deletion: {} }, aRequest());
  const deletionTimestamp = '1970-01-01T00:00:01Z';
  expect([first.deleted, first.object.metadata?.deletionTimestamp]).toEqual([false, deletionTimestamp]);
  open.clock.advanceTo(60_000);
  const again = await open.registry.delete({ target: targetOf(), deletion: {} }, aRequest());
  expect([again.deleted, again.object.metadata?.deletionTimestamp]).toEqual([false, deletionTimestamp]);
  expect(await open.events()).toHaveLength(2);
  const body = { metadata: { name: 'web', finalizers: [] as string[] } } as KubeObject;
  const last = await open.registry.replace({ target: targetOf(), subresource: '', body }, aRequest());
  expect([last.deleted, open.registry.find(targetOf())]).toEqual([true, undefined]);
});

test.each<[DeleteRequest['propagationPolicy'], string[] | undefined]>([
  ['Background', undefined],
  ['Foreground', ['foregroundDeletion']],
  ['Orphan', ['orphan']],
])('a deletion with the policy %s leaves the finalizers %j', async (propagationPolicy, finalizers) => {
  const open = await openRegistry();
  await created(open);
  const { deleted, object } = await open.registry.delete(
    { target: targetOf(), deletion: { ...(propagationPolicy && { propagationPolicy }) } },
    aRequest(),
  );
  expect([deleted, object.metadata?.finalizers]).toEqual([finalizers === undefined, finalizers]);
});

test.each<[string, string, DeleteRequest, number | undefined]>([
  ['a pod on a node has its grace period', 'node-1', {}, 30],
  ['a pod on a node has the grace period of the request', 'node-1', { gracePeriodSeconds: 5 }, 5],
  ['a pod on a node ends at once without a grace period', 'node-1', { gracePeriodSeconds: 0 }, undefined],
  ['a pod without a node ends at once', '', {}, undefined],
])('%s', async (_, nodeName, deletion, seconds) => {
  const open = await openRegistry();
  const { uid: __, ...metadata } = { uid: '', name: 'web' };
  const body = { ...aPod(), metadata, spec: { ...aPod().spec, nodeName } } as KubeObject;
  await open.registry.create({ kind: pods, namespace: 'default', body }, aRequest());
  const { deleted, object } = await open.registry.delete({ target: targetOf('web', pods), deletion }, aRequest());
  expect(deleted).toBe(seconds === undefined);
  if (seconds !== undefined) expect(object.metadata?.deletionGracePeriodSeconds).toBe(seconds);
});

test('a dry-run delete stores nothing', async () => {
  const open = await openRegistry();
  await created(open);
  const { deleted } = await open.registry.delete({ target: targetOf(), deletion: {} }, aRequest({ dryRun: true }));
  expect([deleted, await open.events()]).toEqual([true, [expect.stringContaining('web')]]);
  expect(open.registry.find(targetOf())).toBeDefined();
});
