import { createLab, type Lab } from '@klockwork/controller-runtime/testing';
import { type KubeObject, type Pod, type PodDisruptionBudget, type ResourceQuota, type ResourceRef, resources } from '@klockwork/resources';
import { aPodDisruptionBudget, aReplicationController, aResourceQuota } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { startControllerManager } from './start-controller-manager.ts';

const cause = { trigger: 'request', name: 'test' } as const;

const objects = <T extends KubeObject>({ api }: Lab, resource: ResourceRef) => api.log.objects(resource) as T[];

/** Object as sent by a client, before the API sets its metadata. */
function body<T extends KubeObject>({ metadata, ...object }: T): T {
  const { name, namespace, labels } = metadata ?? {};
  return { ...object, metadata: { name, namespace, ...(labels && { labels }) } } as unknown as T;
}

/** Every pod becomes ready. */
async function allReady(lab: Lab): Promise<void> {
  await lab.advance(0);
  const lastTransitionTime = new Date(lab.clock.now()).toISOString();
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] };
  for (const pod of objects<Pod>(lab, resources.pods))
    await lab.api.update(resources.pods, { ...pod, status } as Pod, { cause, subresource: 'status' });
  await lab.advance(0);
}

test('a ReplicationController keeps its pods, a budget counts allowed disruptions, and a quota its usage', async () => {
  const lab = createLab();
  const running = await startControllerManager(lab.context);
  await lab.api.create<KubeObject>(resources.podDisruptionBudgets, body(aPodDisruptionBudget()), { cause });
  await lab.api.create<KubeObject>(resources.resourceQuotas, body(aResourceQuota({ spec: { hard: { pods: '5' } } })), { cause });
  await lab.api.create<KubeObject>(resources.replicationControllers, body(aReplicationController()), { cause });
  await allReady(lab);
  const budget = () => objects<PodDisruptionBudget>(lab, resources.podDisruptionBudgets)[0]?.status;
  const used = () => objects<ResourceQuota>(lab, resources.resourceQuotas)[0]?.status;
  expect(budget()).toMatchObject({ currentHealthy: 2, desiredHealthy: 1, disruptionsAllowed: 1, expectedPods: 2 });
  const [first] = objects<Pod>(lab, resources.pods);
  await lab.api.delete(resources.pods, { namespace: 'default', name: first?.metadata?.name ?? '' }, { gracePeriodSeconds: 0 }, { cause });
  await lab.advance(0);
  expect(objects(lab, resources.pods)).toHaveLength(2);
  expect(budget()).toMatchObject({ currentHealthy: 1, disruptionsAllowed: 0 });
  // Admission charges creations, but this API has none: the controller only counts after deletions.
  expect(used()).toMatchObject({ hard: { pods: '5' } });
  expect(Number(used()?.used?.pods)).toBeGreaterThan(0);
  await running.stop();
});
