import type { PlannedAction, Source } from '@klockwork/controller-runtime';
import { createLab } from '@klockwork/controller-runtime/testing';
import { Informers } from '@klockwork/informers';
import { silentLogger } from '@klockwork/kernel';
import { type KubeObject, type Node, type PersistentVolumeClaim, type Pod, type ResourceRef, resources } from '@klockwork/resources';
import { aNode, aPod } from '@klockwork/resources/testing';
import { claimKeys, DEFAULT_CONFIGURATION, DEFAULT_PROFILE, type SchedulerConfiguration } from '@klockwork/scheduling';
import { expect, test } from 'vitest';
import { ClusterObjects } from './cluster-objects.ts';
import { BY_CLAIM, PodSchedulingController } from './pod-scheduling.controller.ts';

const cause = { trigger: 'request', name: 'test' } as const;

/** Creates a scheduler over an in-memory API; its plans are inspected, not executed. */
async function scheduler(configuration?: SchedulerConfiguration) {
  const lab = createLab();
  const informers = new Informers({ api: lab.api, clock: lab.clock, logger: silentLogger });
  const pods = informers.informer<Pod>(resources.pods, { indexes: { [BY_CLAIM]: claimKeys } });
  const nodes = informers.informer<Node>(resources.nodes);
  const caches = { pods, nodes, objects: new ClusterObjects(informers) };
  const controller = new PodSchedulingController(caches, lab.context.random, configuration);
  const keys: string[] = [];
  for (const { informer, keys: of } of controller.sources as readonly Source[])
    informer.onNotice((notice) => void keys.push(...of(notice)));
  await informers.start();
  const write = async <T>(work: () => Promise<T>) => {
    keys.length = 0;
    const result = await work();
    await lab.advance(0);
    return result;
  };
  return {
    keys,
    clock: lab.clock,
    rankOf: (key: string) => controller.rankOf(key),
    reconcile: (key: string) => controller.reconcile(key, lab.clock.now()),
    create: (resource: ResourceRef, object: KubeObject) => write(() => lab.api.create(resource, object, { cause })),
    update: (resource: ResourceRef, object: KubeObject, subresource?: string) =>
      write(() => lab.api.update(resource, object, { cause, ...(subresource !== undefined && { subresource }) })),
    remove: (resource: ResourceRef, name: string) =>
      write(() => lab.api.delete(resource, { namespace: 'default', name }, { gracePeriodSeconds: 0 }, { cause })),
  };
}

function waiting(name: string, cpu = '3'): Pod {
  const containers = [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }];
  return aPod({ metadata: { name, namespace: 'default', uid: name }, spec: { containers } });
}

test('a pod is bound to a node with room, and its event follows the binding', async () => {
  const lab = await scheduler();
  await lab.create(resources.nodes, aNode());
  await lab.create(resources.pods, waiting('web'));
  expect(lab.keys).toEqual(['default/web']);
  const [binding] = lab.reconcile('default/web').stages.flat() as [PlannedAction & { type: 'create' }];
  expect(binding.object).toMatchObject({
    kind: 'Binding',
    metadata: { name: 'web', namespace: 'default' },
    target: { kind: 'Node', name: 'node-1' },
  });
  expect(binding.facts).toEqual({ scheduling: { nodes: 1, tried: 1, feasible: 1 } });
  expect(binding.onDone?.(undefined)).toMatchObject({
    type: 'record',
    eventType: 'Normal',
    reason: 'Scheduled',
    message: 'Successfully assigned default/web to node-1',
  });
});

test('assigned room is not assigned twice, and is freed by a refused binding', async () => {
  const lab = await scheduler();
  await lab.create(resources.nodes, aNode());
  await lab.create(resources.pods, waiting('first'));
  await lab.create(resources.pods, waiting('second'));
  const [binding] = lab.reconcile('default/first').stages.flat() as [PlannedAction & { type: 'create' }];
  expect(
    lab
      .reconcile('default/second')
      .stages.flat()
      .map((action) => action.type),
  ).toEqual(['record', 'patch']);
  binding.onRefused?.('the pod is gone');
  expect(lab.reconcile('default/second').stages.flat()).toMatchObject([{ type: 'create', subresource: 'binding' }]);
});

test('an unschedulable pod reports its reason once, and is retried after a new node', async () => {
  const lab = await scheduler();
  await lab.create(resources.pods, waiting('web'));
  const minute = lab.clock.now();
  lab.clock.advanceTo(minute + 1_500);
  const refused = lab.reconcile('default/web');
  expect(refused.stages.flat()).toMatchObject([
    { type: 'record', eventType: 'Warning', reason: 'FailedScheduling', message: 'no nodes available to schedule pods' },
    {
      type: 'patch',
      subresource: 'status',
      patch: { body: { status: { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] } } },
    },
  ]);
  expect(refused.wakeAt).toEqual({ at: minute + 330_000, timer: { name: 'unschedulable-pods-flush', upkeep: true } });
  await lab.create(resources.nodes, aNode());
  expect(lab.keys).toEqual(['default/web']);
  expect(lab.reconcile('default/web').stages.flat()).toMatchObject([{ type: 'create', subresource: 'binding' }]);
});

test('the most often refused pod is retried last', async () => {
  const lab = await scheduler();
  for (const name of ['often', 'once']) await lab.create(resources.pods, waiting(name));
  for (const key of ['default/often', 'default/often', 'default/once']) lab.reconcile(key);
  await lab.create(resources.nodes, aNode());
  expect(lab.keys).toEqual(['default/once', 'default/often']);
});

test("a node's heartbeat causes no retry, an uncordon does", async () => {
  const lab = await scheduler();
  const node = (await lab.create(resources.nodes, aNode({ spec: { unschedulable: true } }))) as Node;
  await lab.create(resources.pods, waiting('web'));
  lab.reconcile('default/web');
  const beaten = { ...node, status: { ...node.status, conditions: [] } } as Node;
  const { metadata } = (await lab.update(resources.nodes, beaten, 'status')) as Node;
  expect(lab.keys).toEqual([]);
  await lab.update(resources.nodes, { ...beaten, metadata, spec: {} } as Node);
  expect(lab.keys).toEqual(['default/web']);
});

test('an ended pod makes room for a waiting one', async () => {
  const lab = await scheduler();
  await lab.create(resources.nodes, aNode());
  const first = (await lab.create(resources.pods, {
    ...waiting('first'),
    spec: { ...waiting('first').spec, nodeName: 'node-1' },
  } as Pod)) as Pod;
  await lab.create(resources.pods, waiting('second'));
  lab.reconcile('default/second');
  await lab.update(resources.pods, { ...first, status: { phase: 'Succeeded' } } as Pod, 'status');
  expect(lab.keys).toEqual(['default/second']);
});

test.each([
  ['has scheduling gates', { schedulingGates: [{ name: 'example.com/wait' }] }],
  ['names another scheduler', { schedulerName: 'other' }],
  ['has a node already', { nodeName: 'node-1' }],
])('a pod that %s is ignored', async (_, spec) => {
  const lab = await scheduler();
  const pod = waiting('web');
  await lab.create(resources.pods, { ...pod, spec: { ...pod.spec, ...spec } } as Pod);
  expect(lab.keys).toEqual([]);
  expect(lab.reconcile('default/web').stages).toEqual([]);
});

const LATE = { metadata: { name: 'late' }, provisioner: 'example.com/disks', volumeBindingMode: 'WaitForFirstConsumer' } as KubeObject;

/** Creates a claim `data` of a late-binding class, and a pod with it. */
async function withClaim() {
  const lab = await scheduler();
  await lab.create(resources.nodes, aNode());
  await lab.create(resources.storageClasses, LATE);
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'late', resources: { requests: { storage: '1Gi' } } };
  const claim = await lab.create(resources.persistentVolumeClaims, {
    metadata: { name: 'data', namespace: 'default' },
    spec,
  } as KubeObject);
  const pod = waiting('web');
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
  await lab.create(resources.pods, { ...pod, spec: { ...pod.spec, volumes } } as Pod);
  return { lab, claim: claim as PersistentVolumeClaim };
}

test('a pod has its volume created on its node, and is bound once it exists', async () => {
  const { lab, claim } = await withClaim();
  const asked = lab.reconcile('default/web');
  expect(asked.stages.flat()).toMatchObject([
    {
      type: 'patch',
      name: { name: 'data' },
      patch: { body: { metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'node-1' } } } },
    },
  ]);
  expect(asked.wakeAt).toEqual({ at: lab.clock.now() + 600_000, timer: { name: 'volume-binding-timeout' } });
  const selected = { ...claim, metadata: { ...claim.metadata, annotations: { 'volume.kubernetes.io/selected-node': 'node-1' } } };
  const stored = await lab.update(resources.persistentVolumeClaims, selected as KubeObject);
  expect(lab.keys).toEqual(['default/web']);
  expect(lab.reconcile('default/web').stages).toEqual([]);
  const annotations = { ...selected.metadata.annotations, 'pv.kubernetes.io/bind-completed': 'yes' };
  const bound = { ...selected, metadata: { ...stored.metadata, annotations }, spec: { ...claim.spec, volumeName: 'pvc-1' } };
  const noted = await lab.update(resources.persistentVolumeClaims, bound as KubeObject);
  expect(lab.reconcile('default/web').stages).toEqual([]);
  await lab.update(resources.persistentVolumeClaims, { ...noted, status: { phase: 'Bound' } } as KubeObject, 'status');
  expect(lab.reconcile('default/web').stages.flat()).toMatchObject([{ type: 'create', subresource: 'binding' }]);
});

test("a pod with a bound claim is held until the claim's status follows", async () => {
  const { lab, claim } = await withClaim();
  const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' };
  const bound = { ...claim, metadata: { ...claim.metadata, annotations }, spec: { ...claim.spec, volumeName: 'pvc-1' } };
  await lab.create(resources.persistentVolumes, { metadata: { name: 'pvc-1' }, spec: {} } as KubeObject);
  const noted = await lab.update(resources.persistentVolumeClaims, bound as KubeObject);
  expect(lab.reconcile('default/web')).toMatchObject({ stages: [], wakeAt: { timer: { name: 'volume-binding-timeout' } } });
  await lab.update(resources.persistentVolumeClaims, { ...noted, status: { phase: 'Bound' } } as KubeObject, 'status');
  expect(lab.reconcile('default/web').stages.flat()).toMatchObject([{ type: 'create', subresource: 'binding' }]);
});

test('a pod whose volume is missing after ten minutes gets a condition, and is retried', async () => {
  const { lab, claim } = await withClaim();
  lab.reconcile('default/web');
  const selected = { ...claim, metadata: { ...claim.metadata, annotations: { 'volume.kubernetes.io/selected-node': 'node-1' } } };
  await lab.update(resources.persistentVolumeClaims, selected as KubeObject);
  lab.clock.advanceTo(lab.clock.now() + 600_000);
  expect(lab.reconcile('default/web').stages.flat()).toMatchObject([
    {
      reason: 'FailedScheduling',
      message: 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded',
    },
    { patch: { body: { status: { conditions: [{ reason: 'SchedulerError' }] } } } },
  ]);
});

test('a pod whose claim lost its node is placed again', async () => {
  const { lab } = await withClaim();
  lab.reconcile('default/web');
  expect(lab.reconcile('default/web').stages.flat()).toMatchObject([{ type: 'patch', name: { name: 'data' } }]);
});

test('a pod with a missing claim waits for it', async () => {
  const { lab, claim } = await withClaim();
  const pod = {
    ...waiting('other'),
    spec: { ...waiting('other').spec, volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'more' } }] },
  };
  await lab.create(resources.pods, pod as Pod);
  expect(lab.reconcile('default/other').stages.flat()[0]).toMatchObject({
    message: '0/1 nodes are available: persistentvolumeclaim "more" not found. not found',
  });
  await lab.create(resources.persistentVolumeClaims, { metadata: { name: 'more', namespace: 'default' }, spec: claim.spec } as KubeObject);
  expect(lab.keys).toEqual(['default/other']);
});

test('a pod refused by pod affinity is tried again once a pod that it matches has a node', async () => {
  const lab = await scheduler();
  await lab.create(resources.nodes, aNode());
  const term = { labelSelector: { matchLabels: { app: 'db' } }, topologyKey: 'kubernetes.io/hostname' };
  const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
  const web = waiting('web', '1');
  await lab.create(resources.pods, { ...web, spec: { ...web.spec, affinity } } as Pod);
  expect(lab.reconcile('default/web').stages.flat()[0]).toMatchObject({
    message: expect.stringMatching(/^0\/1 nodes are available: 1 node\(s\) didn't match pod affinity rules\./),
  });
  const other = waiting('other', '100m');
  await lab.create(resources.pods, { ...other, spec: { ...other.spec, nodeName: 'node-1' } } as Pod);
  expect(lab.keys).toEqual([]);
  const db = waiting('db', '100m');
  const labels = { app: 'db' };
  await lab.create(resources.pods, { ...db, metadata: { ...db.metadata, labels }, spec: { ...db.spec, nodeName: 'node-1' } } as Pod);
  expect(lab.keys).toEqual(['default/web']);
});

test('a pod of high priority is nominated to a node, and pods of lower priority are marked and deleted there', async () => {
  const lab = await scheduler();
  await lab.create(resources.nodes, aNode());
  const low = waiting('low');
  await lab.create(resources.pods, { ...low, spec: { ...low.spec, priority: 0, nodeName: 'node-1' } } as Pod);
  const high = waiting('high');
  await lab.create(resources.pods, { ...high, spec: { ...high.spec, priority: 100, schedulerName: 'default-scheduler' } } as Pod);
  const { stages } = lab.reconcile('default/high');
  const [[record, status], [mark], [remove]] = stages as [PlannedAction[], PlannedAction[], PlannedAction[]];
  expect(record).toMatchObject({ reason: 'FailedScheduling', message: '0/1 nodes are available: 1 Insufficient cpu.' });
  expect(status).toMatchObject({ name: { name: 'high' }, patch: { body: { status: { nominatedNodeName: 'node-1' } } } });
  expect(mark).toMatchObject({
    name: { name: 'low' },
    patch: {
      body: {
        status: {
          conditions: [
            {
              ...{ type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' },
              message: 'default-scheduler: preempting to accommodate a higher priority pod',
            },
          ],
        },
      },
    },
  });
  expect(remove).toMatchObject({ type: 'delete', name: { namespace: 'default', name: 'low' } });
  expect((remove as PlannedAction).onDone?.(undefined)).toMatchObject({
    ...{ eventType: 'Normal', reason: 'Preempted', message: expect.stringMatching(/^Preempted by pod \S+ on node node-1$/) },
  });
});

test('pods that wait are tried by priority', async () => {
  const lab = await scheduler();
  await lab.create(resources.nodes, aNode());
  for (const [name, priority] of [
    ['low', 0],
    ['high', 100],
  ] as const) {
    const pod = waiting(name, '64');
    await lab.create(resources.pods, { ...pod, spec: { ...pod.spec, priority } } as Pod);
    lab.reconcile(`default/${name}`);
  }
  await lab.create(resources.nodes, aNode({ metadata: { name: 'node-2' } }));
  expect(lab.keys).toEqual(['default/high', 'default/low']);
});

test('a pod whose volume exceeds the limit of a node is tried again once its driver allows more', async () => {
  const { lab } = await withClaim();
  const drivers = (count: number) => [{ name: 'example.com/disks', nodeID: 'node-1', topologyKeys: null, allocatable: { count } }];
  const csiNode = await lab.create(resources.csiNodes, { metadata: { name: 'node-1' }, spec: { drivers: drivers(0) } } as KubeObject);
  expect(lab.reconcile('default/web').stages.flat()[0]).toMatchObject({
    message: expect.stringMatching(/^0\/1 nodes are available: 1 node\(s\) exceed max volume count\./),
  });
  await lab.update(resources.csiNodes, { ...csiNode, spec: { drivers: drivers(1) } } as KubeObject);
  expect(lab.keys).toEqual(['default/web']);
});

test('the queue orders pods by priority', async () => {
  const lab = await scheduler();
  const pod = waiting('high');
  await lab.create(resources.pods, { ...pod, spec: { ...pod.spec, priority: 100 } } as Pod);
  await lab.create(resources.pods, waiting('none'));
  expect(['default/high', 'default/none', 'default/gone'].map(lab.rankOf)).toEqual([100, 0, 0]);
});

test('a pod is scheduled by the profile of its scheduler name, and pods of other names are left alone', async () => {
  const packing = { ...DEFAULT_PROFILE, schedulerName: 'packing', scores: [], filters: [] };
  const lab = await scheduler({ ...DEFAULT_CONFIGURATION, profiles: new Map([['packing', packing]]) });
  await lab.create(resources.nodes, aNode({ spec: { unschedulable: true } }));
  const pod = (name: string, schedulerName: string) => ({ ...waiting(name), spec: { ...waiting(name).spec!, schedulerName } });
  await lab.create(resources.pods, pod('other', 'default-scheduler'));
  expect(lab.keys).toEqual([]);
  expect(lab.reconcile('default/other').stages).toEqual([]);
  await lab.create(resources.pods, pod('web', 'packing'));
  expect(lab.keys).toEqual(['default/web']);
  const [binding] = lab.reconcile('default/web').stages.flat() as [PlannedAction & { type: 'create' }];
  expect(binding.object).toMatchObject({ kind: 'Binding', target: { name: 'node-1' } });
  expect(binding.onDone?.(undefined)).toMatchObject({ reason: 'Scheduled', component: 'packing' });
});

test("a pod's back-offs grow from the initial one to the maximum of the configuration", async () => {
  const lab = await scheduler({ ...DEFAULT_CONFIGURATION, podInitialBackoffSeconds: 4, podMaxBackoffSeconds: 4 });
  for (const name of ['often', 'once']) await lab.create(resources.pods, waiting(name));
  for (const key of ['default/often', 'default/often', 'default/once']) lab.reconcile(key);
  await lab.create(resources.nodes, aNode());
  expect(lab.keys).toEqual(['default/often', 'default/once']);
});
