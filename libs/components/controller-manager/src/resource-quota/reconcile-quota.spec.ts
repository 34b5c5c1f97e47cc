import { type KubeObject, type ResourceRef, resources } from '@klockwork/resources';
import { aConfigMap, aPod, aResourceQuota } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { reconcileQuota } from './reconcile-quota.ts';

const KINDS = [resources.pods, resources.configMaps, resources.secrets];

function reconcile(quota: ReturnType<typeof aResourceQuota>, objects: readonly (readonly [ResourceRef, KubeObject])[]) {
  const asked: string[] = [];
  const { stages } = reconcileQuota({
    quota,
    kinds: KINDS,
    objectsOf(kind) {
      asked.push(kind.resource);
      return objects.filter(([ref]) => ref === kind).map(([, object]) => object);
    },
  });
  return { asked, actions: stages.flat() };
}

const pod = [
  resources.pods,
  aPod({ spec: { containers: [{ name: 'web', image: 'a:1', resources: { requests: { cpu: '500m' } } }] } }),
] as const;

test('what is used is counted among the kinds that the quota limits, and no others', () => {
  const quota = aResourceQuota({ spec: { hard: { pods: '4', 'requests.cpu': '2', configmaps: '9', 'example.com/nothing': '1' } } });
  const { asked, actions } = reconcile(quota, [pod, pod, [resources.configMaps, aConfigMap()]]);
  expect(asked).toEqual(['pods', 'configmaps']);
  expect(actions).toEqual([
    {
      do: 'update',
      resource: resources.resourceQuotas,
      subresource: 'status',
      object: { ...quota, status: { hard: quota.spec?.hard, used: { pods: '2', 'requests.cpu': '1', configmaps: '1' } } },
    },
  ]);
});

test('a quota of which all is known is left alone', () => {
  const hard = { pods: '2', 'requests.cpu': '1' };
  expect(reconcile(aResourceQuota({ status: { hard, used: { pods: '1', 'requests.cpu': '500m' } } }), [pod]).actions).toEqual([]);
});
