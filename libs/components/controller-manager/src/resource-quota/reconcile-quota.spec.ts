import { type KubeObject, type ResourceRef, resources } from '@klockwork/resources';
import { aConfigMap, aPod, aResourceQuota } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { reconcileQuota } from './reconcile-quota.ts';

const NOW = Date.parse('2026-01-01T00:00:40Z');
const RESYNC = { at: Date.parse('2026-01-01T00:05:00Z'), timer: { name: 'quota-resync', upkeep: true } };
const KINDS = [resources.pods, resources.configMaps, resources.secrets];

function reconcile(quota: ReturnType<typeof aResourceQuota>, objects: readonly (readonly [ResourceRef, KubeObject])[]) {
  const asked: string[] = [];
  const { stages, wakeAt } = reconcileQuota({
    quota,
    kinds: KINDS,
    now: NOW,
    objectsOf(kind) {
      asked.push(kind.resource);
      return objects.filter(([ref]) => ref === kind).map(([, object]) => object);
    },
  });
  return { asked: [...new Set(asked)], actions: stages.flat(), wakeAt };
}

const pod = [
  resources.pods,
  aPod({ spec: { containers: [{ name: 'web', image: 'a:1', resources: { requests: { cpu: '500m' } } }] } }),
] as const;

test('usage is counted for limited kinds only', () => {
  const quota = aResourceQuota({ spec: { hard: { pods: '4', 'requests.cpu': '2', configmaps: '9', 'example.com/nothing': '1' } } });
  const { asked, actions } = reconcile(quota, [pod, pod, [resources.configMaps, aConfigMap()]]);
  expect(asked).toEqual(['pods', 'configmaps']);
  expect(actions).toEqual([
    {
      type: 'update',
      resource: resources.resourceQuotas,
      subresource: 'status',
      object: { ...quota, status: { hard: quota.spec?.hard, used: { pods: '2', 'requests.cpu': '1', configmaps: '1' } } },
    },
  ]);
});

test('a quota with correct usage causes no write', () => {
  const hard = { pods: '2', 'requests.cpu': '1' };
  expect(reconcile(aResourceQuota({ status: { hard, used: { pods: '1', 'requests.cpu': '500m' } } }), [pod]).actions).toEqual([]);
});

test('a pod past its grace period still counts for one more grace period', () => {
  const hard = { pods: '2' };
  const quota = { ...aResourceQuota(), spec: { hard }, status: { hard, used: { pods: '1' } } };
  const leaving = (deletionTimestamp: string) =>
    [resources.pods, aPod({ metadata: { deletionTimestamp, deletionGracePeriodSeconds: 30 } })] as const;
  const waiting = reconcile(quota, [leaving('2026-01-01T00:00:30Z')]);
  expect(waiting.actions).toEqual([]);
  expect(waiting.wakeAt).toEqual({ at: Date.parse('2026-01-01T00:01:00Z'), timer: { name: 'quota-overdue-pod' } });
  const over = reconcile(quota, [leaving('2026-01-01T00:00:10Z')]);
  expect(over.actions).toMatchObject([{ type: 'update', object: { status: { used: { pods: '0' } } } }]);
  expect(over.wakeAt).toEqual(RESYNC);
});

test('a quota of no pods waits for the next recount of all', () => {
  const leaving = aPod({ metadata: { deletionTimestamp: '2026-01-01T00:00:30Z', deletionGracePeriodSeconds: 30 } });
  const quota = { ...aResourceQuota(), spec: { hard: { secrets: '1' } } };
  expect(reconcile(quota, [[resources.pods, leaving]]).wakeAt).toEqual(RESYNC);
});

test('a recount corrects hard limits in the status', () => {
  const quota = { ...aResourceQuota(), spec: { hard: { secrets: '1' } }, status: { hard: { secrets: '2' }, used: { secrets: '0' } } };
  expect(reconcile(quota, []).actions).toMatchObject([{ object: { status: { hard: { secrets: '1' } } } }]);
});
