import { createLab, type Lab } from '@klockwork/controller-runtime/testing';
import { ApiError } from '@klockwork/kernel';
import {
  type ConfigMap,
  type Deployment,
  type KubeObject,
  type Node,
  type Pod,
  type ReplicaSet,
  type ResourceRef,
  resources,
} from '@klockwork/resources';
import { expect, test } from 'vitest';
import { startControllerManager } from './start-controller-manager.ts';

const cause = { trigger: 'request', name: 'test' } as const;
const CURRENT_HASH = 'pod-template-hash';

const web = (image: string, replicas = 3): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { namespace: 'default', name: 'web' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } },
  },
});

/** Plays kubelet: every pod becomes ready, every pod that is being deleted goes. */
async function playKubelet(lab: Lab): Promise<void> {
  for (let round = 0; round < 40; round++) {
    await lab.advance(0);
    const pods = lab.api.log.objects(resources.pods) as Pod[];
    const pending = pods.filter((pod) => pod.status?.phase !== 'Running' && pod.metadata?.deletionTimestamp === undefined);
    const ending = pods.filter((pod) => pod.metadata?.deletionTimestamp !== undefined);
    if (pending.length + ending.length === 0) return;
    for (const pod of pending) await lab.api.update(resources.pods, ready(pod, lab), { cause, subresource: 'status' });
    for (const { metadata } of ending)
      await lab.api.delete(resources.pods, { namespace: 'default', name: metadata?.name ?? '' }, { gracePeriodSeconds: 0 }, { cause });
  }
}

function ready(pod: Pod, { clock }: Lab): Pod {
  const lastTransitionTime = new Date(clock.now()).toISOString();
  return { ...pod, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] } };
}

/** Plays the admission NamespaceLifecycle. */
function refuseInEndingNamespace(verb: string, resource: ResourceRef): void {
  if (verb !== 'create' || !resource.namespaced) return;
  const causes = [{ reason: 'NamespaceTerminating', message: 'namespace default is being terminated', field: 'metadata.namespace' }];
  throw new ApiError({ code: 403, reason: 'Forbidden', message: 'forbidden', details: { causes } });
}

const objects = <T extends KubeObject>({ api }: Lab, resource: ResourceRef) => api.log.objects(resource) as T[];
const messages = (lab: Lab, reason: string) =>
  objects<KubeObject & { reason?: string; message?: string }>(lab, resources.events)
    .filter((event) => event.reason === reason)
    .map((event) => event.message);

test('a deployment rolls out, is updated pod by pod, and keeps its history', async () => {
  const lab = createLab();
  const running = await startControllerManager(lab.context);
  await lab.api.create<KubeObject>(resources.deployments, web('web:1'), { cause });
  await playKubelet(lab);
  const [first] = objects<ReplicaSet>(lab, resources.replicaSets);
  expect(messages(lab, 'ScalingReplicaSet')).toEqual([`Scaled up replica set ${first?.metadata?.name} from 0 to 3`]);
  expect(objects<Pod>(lab, resources.pods).every((pod) => pod.metadata?.name?.startsWith(`${first?.metadata?.name}-`))).toBe(true);
  expect(objects<Deployment>(lab, resources.deployments)[0]?.status).toMatchObject({
    observedGeneration: 1,
    replicas: 3,
    updatedReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    conditions: [
      { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${first?.metadata?.name}" has successfully progressed.`,
      },
    ],
  });

  const stored = objects<Deployment>(lab, resources.deployments)[0] as Deployment;
  await lab.api.update<KubeObject>(resources.deployments, { ...stored, spec: web('web:2').spec } as Deployment, { cause });
  await playKubelet(lab);
  const [one, two] = objects<ReplicaSet>(lab, resources.replicaSets).sort((a, b) => revision(a) - revision(b));
  expect([one, two].map((replicaSet) => [replicaSet?.spec?.replicas, revision(replicaSet)])).toEqual([
    [0, 1],
    [3, 2],
  ]);
  expect(objects<Deployment>(lab, resources.deployments)[0]?.metadata?.annotations).toMatchObject({
    'deployment.kubernetes.io/revision': '2',
  });
  const [from, to] = [one?.metadata?.name, two?.metadata?.name];
  expect(messages(lab, 'ScalingReplicaSet').slice().sort()).toEqual(
    [
      `Scaled up replica set ${from} from 0 to 3`,
      `Scaled up replica set ${to} from 0 to 1`,
      `Scaled down replica set ${from} from 3 to 2`,
      `Scaled up replica set ${to} from 1 to 2`,
      `Scaled down replica set ${from} from 2 to 1`,
      `Scaled up replica set ${to} from 2 to 3`,
      `Scaled down replica set ${from} from 1 to 0`,
    ].sort(),
  );
  expect(objects<Pod>(lab, resources.pods).map((pod) => pod.metadata?.labels?.[CURRENT_HASH])).toEqual(
    Array.from({ length: 3 }, () => two?.metadata?.labels?.[CURRENT_HASH]),
  );
  await running.stop();
  expect(lab.clock.pending()).toEqual([]);
});

const revision = (replicaSet: ReplicaSet | undefined) => Number(replicaSet?.metadata?.annotations?.['deployment.kubernetes.io/revision']);

test('a deleted pod of a ReplicaSet is replaced under another name and uid', async () => {
  const lab = createLab();
  await startControllerManager(lab.context);
  await lab.api.create<KubeObject>(resources.deployments, web('web:1', 2), { cause });
  await playKubelet(lab);
  const before = objects<Pod>(lab, resources.pods);
  const [victim, survivor] = before;
  await lab.api.delete(resources.pods, { namespace: 'default', name: victim?.metadata?.name ?? '' }, {}, { cause });
  await playKubelet(lab);
  const after = objects<Pod>(lab, resources.pods);
  expect(after).toHaveLength(2);
  expect(after.map((pod) => pod.metadata?.uid)).toContain(survivor?.metadata?.uid);
  expect(after.map((pod) => pod.metadata?.uid)).not.toContain(victim?.metadata?.uid);
  expect(after.map((pod) => pod.metadata?.name)).not.toContain(victim?.metadata?.name);
});

test('a deleted deployment takes its ReplicaSets and pods along', async () => {
  const lab = createLab();
  await startControllerManager(lab.context);
  await lab.api.create<KubeObject>(resources.deployments, web('web:1'), { cause });
  await playKubelet(lab);
  await lab.api.delete(resources.deployments, { namespace: 'default', name: 'web' }, { propagationPolicy: 'Background' }, { cause });
  await playKubelet(lab);
  for (const resource of [resources.deployments, resources.replicaSets, resources.pods]) expect(objects(lab, resource)).toEqual([]);
});

test('foreground deletion ends the dependents first, orphaning leaves them', async () => {
  const lab = createLab();
  await startControllerManager(lab.context);
  await lab.api.create<KubeObject>(resources.deployments, web('web:1'), { cause });
  await playKubelet(lab);
  await lab.api.delete(resources.deployments, { namespace: 'default', name: 'web' }, { propagationPolicy: 'Orphan' }, { cause });
  await playKubelet(lab);
  expect(objects(lab, resources.deployments)).toEqual([]);
  const [orphan] = objects<ReplicaSet>(lab, resources.replicaSets);
  expect(orphan?.metadata?.ownerReferences).toEqual([]);
  const name = orphan?.metadata?.name ?? '';
  await lab.api.delete(resources.replicaSets, { namespace: 'default', name }, { propagationPolicy: 'Foreground' }, { cause });
  await playKubelet(lab);
  const deleted = lab.api.log.events
    .filter(({ change, key }) => change === 'deleted' && key.resource !== 'events')
    .map(({ key }) => key.resource);
  expect(deleted).toEqual(['deployments', 'pods', 'pods', 'pods', 'replicasets']);
});

test('a deleted namespace ends with all its objects', async () => {
  const lab = createLab();
  await startControllerManager(lab.context);
  const authority = {
    metadata: { namespace: 'kube-system', name: 'extension-apiserver-authentication' },
    data: { 'client-ca-file': 'PEM' },
  };
  await lab.api.create<KubeObject>(resources.configMaps, authority, { cause });
  const namespace = { metadata: { name: 'default' }, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
  await lab.api.create<KubeObject>(resources.namespaces, namespace, { cause });
  await lab.api.create<KubeObject>(resources.deployments, web('web:1'), { cause });
  await playKubelet(lab);
  expect(objects<KubeObject>(lab, resources.serviceAccounts).map(({ metadata }) => metadata?.name)).toEqual(['default']);
  const [published] = objects<ConfigMap>(lab, resources.configMaps);
  expect(published).toMatchObject({ metadata: { namespace: 'default', name: 'kube-root-ca.crt' }, data: { 'ca.crt': 'PEM' } });
  await lab.api.delete(resources.namespaces, { name: 'default' }, {}, { cause });
  lab.api.refuse = refuseInEndingNamespace;
  await playKubelet(lab);
  expect(lab.api.log.objects().filter(({ metadata, kind }) => metadata?.namespace === 'default' && kind !== 'Event')).toEqual([]);
  expect(objects(lab, resources.namespaces)).toEqual([]);
});

test('after a node falls silent its pods are evicted and replaced, and the log leads back to its last lease', async () => {
  const lab = createLab();
  await startControllerManager(lab.context);
  const lease = await joinNode(lab, 'node-1');
  await joinNode(lab, 'node-2');
  await lab.api.create<KubeObject>(resources.deployments, web('web:1', 1), { cause });
  await lab.advance(0);
  const [made] = objects<Pod>(lab, resources.pods);
  const tolerations = ['not-ready', 'unreachable'].map((name) => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  }));
  const bound = { ...made, spec: { ...made?.spec, nodeName: 'node-1', tolerations } } as Pod;
  await lab.api.update(resources.pods, ready(await lab.api.update(resources.pods, bound, { cause }), lab), {
    cause,
    subresource: 'status',
  });
  const died = lab.clock.now();
  const renew = renewing(lab);
  await renew(died + 50_000 + 300_000);

  const events = lab.api.log.events;
  const deletion = events.find(({ key, object }) => key.resource === 'pods' && object?.metadata?.deletionTimestamp !== undefined);
  const taint = events.find(({ revision }) => revision === deletion?.cause.revision);
  const status = events.find(({ revision }) => revision === taint?.cause.revision);
  const last = events.find(({ revision }) => revision === status?.cause.revision);
  expect(
    [deletion, taint, status, last].map((event) => [event?.key.resource, (event?.at ?? 0) - died, event?.cause.trigger, event?.cause.name]),
  ).toEqual([
    ['pods', 350_000, 'timer', 'taint-eviction'],
    ['nodes', 50_000, 'event', undefined],
    ['nodes', 50_000, 'timer', 'node-monitor-grace-period'],
    ['leases', 0, 'request', 'test'],
  ]);
  expect(last?.revision).toBe(Number(lease.metadata?.resourceVersion));

  const node = lab.api.log.find(resources.nodes, '', 'node-1') as Node;
  expect(node.status?.conditions).toMatchObject([
    { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' },
    { type: 'MemoryPressure', status: 'Unknown', reason: 'NodeStatusNeverUpdated' },
    { type: 'DiskPressure', status: 'Unknown' },
    { type: 'PIDPressure', status: 'Unknown' },
  ]);
  expect(node.spec?.taints).toEqual([
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:50Z' },
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: '2026-01-01T00:00:50Z' },
  ]);
  const pods = objects<Pod>(lab, resources.pods);
  expect(pods.map(({ spec, metadata }) => [spec?.nodeName, metadata?.deletionTimestamp !== undefined])).toContainEqual(['node-1', true]);
  expect(pods.filter(({ metadata }) => metadata?.deletionTimestamp === undefined)).toHaveLength(1);
  expect(messages(lab, 'TaintManagerEviction')).toEqual([`Marking for deletion Pod default/${made?.metadata?.name}`]);
  expect(messages(lab, 'NodeNotReady')).toEqual(expect.arrayContaining(['Node node-1 status is now: NodeNotReady', 'Node is not ready']));
});

test('a kubelet that returns before its node is ready keeps its pod conditions', async () => {
  const lab = createLab();
  await startControllerManager(lab.context);
  await joinNode(lab, 'node-1');
  const pod = {
    metadata: { namespace: 'default', name: 'web' },
    spec: { nodeName: 'node-1', containers: [], tolerations: [{ operator: 'Exists' }] },
  };
  const made = (await lab.api.create<KubeObject>(resources.pods, pod as KubeObject, { cause })) as Pod;
  await lab.api.update<KubeObject>(resources.pods, ready(made, lab), { cause, subresource: 'status' });
  await lab.advance(50_000);
  const marked = lab.api.log.find(resources.pods, 'default', 'web') as Pod;
  expect(marked.status?.conditions).toMatchObject([{ type: 'Ready', status: 'False' }]);
  await lab.api.update<KubeObject>(resources.pods, ready(marked, lab), { cause, subresource: 'status' });
  await lab.advance(1_000);
  expect((lab.api.log.find(resources.pods, 'default', 'web') as Pod).status?.conditions).toMatchObject([{ type: 'Ready', status: 'True' }]);
});

async function joinNode({ api, clock }: Lab, name: string): Promise<KubeObject> {
  const conditions = [{ type: 'Ready', status: 'True', lastHeartbeatTime: new Date(clock.now()).toISOString() }];
  await api.create<KubeObject>(resources.nodes, { metadata: { name }, status: { conditions } } as KubeObject, { cause });
  const renewTime = new Date(clock.now()).toISOString();
  return api.create<KubeObject>(resources.leases, { metadata: { namespace: 'kube-node-lease', name }, spec: { renewTime } } as KubeObject, {
    cause,
  });
}

/** Renews the lease of node-2 each ten seconds. */
function renewing(lab: Lab): (until: number) => Promise<void> {
  return async (until) => {
    while (lab.clock.now() < until) {
      await lab.advance(Math.min(10_000, until - lab.clock.now()));
      const body = { spec: { renewTime: new Date(lab.clock.now()).toISOString() } };
      await lab.api.patch(resources.leases, { namespace: 'kube-node-lease', name: 'node-2' }, { type: 'merge', body }, { cause });
    }
    await lab.advance(0);
  };
}
