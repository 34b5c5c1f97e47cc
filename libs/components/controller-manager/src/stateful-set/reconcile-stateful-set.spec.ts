import type { Plan } from '@klockwork/controller-runtime';
import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet, StatefulSetSpec, StatefulSetStatus } from '@klockwork/resources';
import { aControllerRevision, aRunningPod, aStatefulSet } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { templateHash } from '../pods/template-hash.ts';
import { reconcileStatefulSet } from './reconcile-stateful-set.ts';

const NOW = Date.UTC(2026, 0, 1, 1);
const NEW = `db-${templateHash(aStatefulSet().spec?.template, undefined)}`;
const OLD = 'db-old';
const owner = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  name: 'db',
  uid: aStatefulSet().metadata?.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
};

const set = (spec: Partial<StatefulSetSpec> = {}, status: Partial<StatefulSetStatus> = {}) =>
  aStatefulSet({ metadata: { resourceVersion: '9' }, spec: spec as object, status: status as object });

function revision(name: string, number: number, template: object = aStatefulSet().spec?.template ?? {}): ControllerRevision {
  const data = { spec: { template: { ...template, $patch: 'replace' } } };
  return aControllerRevision({ metadata: { name, labels: { app: 'web' }, ownerReferences: [owner] }, data, revision: number } as object);
}

function pod(ordinal: number, more: { revision?: string; ready?: boolean; phase?: string; deleted?: boolean } = {}): Pod {
  const { revision: of = NEW, ready = true, phase = 'Running', deleted = false } = more;
  const labels = { app: 'web', 'controller-revision-hash': of };
  const made = aRunningPod('n1', {
    metadata: {
      name: `db-${ordinal}`,
      labels,
      ownerReferences: [owner],
      ...(deleted ? { deletionTimestamp: '2026-01-01T01:00:00Z' } : {}),
    },
  });
  return { ...made, status: { ...made.status, phase, ...(ready ? {} : { conditions: [] }) } };
}

const three = [pod(0), pod(1), pod(2)];
const old = (ordinal: number, more = {}) => pod(ordinal, { revision: OLD, ...more });
const between = { currentRevision: OLD };
const parallel = { podManagementPolicy: 'Parallel' };
const claims = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }];

function plan(owned: StatefulSet, pods: readonly Pod[], existing: readonly PersistentVolumeClaim[] = []): Plan {
  const updating = owned.status?.currentRevision === OLD;
  const revisions = updating
    ? [revision(OLD, 1, { spec: { containers: [{ name: 'web', image: 'old' }] } }), revision(NEW, 2)]
    : [revision(NEW, 1)];
  const claim = (name: string) => existing.find(({ metadata }) => metadata?.name === name);
  return reconcileStatefulSet({ set: owned, pods, revisions, claim }, NOW);
}

function told({ stages }: Plan): string[] {
  return stages.flat().map((action) => {
    if (action.type === 'create') return `create ${action.object.metadata?.name}`;
    if (action.type === 'delete') return `delete ${action.name.name}`;
    if (action.type === 'patch') return `give away ${action.name.name}`;
    if (action.type === 'record') return `${action.reason}: ${action.message}`;
    const { replicas = 0, readyReplicas = 0, currentReplicas = 0, updatedReplicas = 0 } = (action.object as StatefulSet).status ?? {};
    return `status ${replicas} ready=${readyReplicas} current=${currentReplicas} updated=${updatedReplicas}`;
  });
}

test.each<[string, StatefulSet, Pod[], string[]]>([
  ['begins with its first pod', set(), [], ['create db-0', 'status 0 ready=0 current=0 updated=0']],
  ['waits until a pod is ready', set(), [pod(0, { ready: false })], ['status 1 ready=0 current=1 updated=1']],
  ['goes on with the next', set(), [pod(0)], ['create db-1', 'status 1 ready=1 current=1 updated=1']],
  [
    'in parallel makes all at once',
    set(parallel),
    [],
    ['create db-0', 'create db-1', 'create db-2', 'status 0 ready=0 current=0 updated=0'],
  ],
  ['begins to count where it is told', set({ ordinals: { start: 5 } }), [], ['create db-5', 'status 0 ready=0 current=0 updated=0']],
  ['fills a gap first', set(), [pod(0), pod(2)], ['create db-1', 'status 2 ready=2 current=2 updated=2']],
  ['does not fill it before the pod is gone', set(), [pod(0), pod(1, { deleted: true }), pod(2)], ['status 3 ready=3 current=2 updated=2']],
  [
    'makes a failed pod anew',
    set(),
    [pod(0, { phase: 'Failed', ready: false })],
    ['RecreatingFailedPod: StatefulSet default/db is recreating failed Pod db-0', 'delete db-0', 'status 1 ready=0 current=1 updated=1'],
  ],
  ['takes pods away from the highest down', set({ replicas: 1 }), three, ['delete db-2', 'status 3 ready=3 current=3 updated=3']],
  [
    'takes the next when the one before is gone',
    set({ replicas: 1 }),
    [pod(0), pod(1), pod(2, { deleted: true })],
    ['status 3 ready=3 current=2 updated=2'],
  ],
  [
    'in parallel takes all at once',
    set({ ...parallel, replicas: 1 }),
    three,
    ['delete db-2', 'delete db-1', 'status 3 ready=3 current=3 updated=3'],
  ],
  [
    'leaves what it has',
    set(
      {},
      {
        replicas: 3,
        readyReplicas: 3,
        availableReplicas: 3,
        currentReplicas: 3,
        updatedReplicas: 3,
        currentRevision: NEW,
        updateRevision: NEW,
        observedGeneration: 1,
        collisionCount: 0,
      },
    ),
    three,
    [],
  ],
])('a StatefulSet %s', (_, owned, pods, expected) => {
  expect(told(plan(owned, pods))).toEqual(expected);
});

test.each<[string, Partial<StatefulSetSpec>, Pod[], string[]]>([
  ['begins with the highest pod', {}, [old(0), old(1), old(2)], ['delete db-2', 'status 3 ready=3 current=3 updated=0']],
  ['waits for the new pod', {}, [old(0), old(1), pod(2, { ready: false })], ['status 3 ready=2 current=2 updated=1']],
  ['goes on with the next', {}, [old(0), old(1), pod(2)], ['delete db-1', 'status 3 ready=3 current=2 updated=1']],
  ['makes the pod anew in its place', {}, [old(0), old(1)], ['create db-2', 'status 2 ready=2 current=2 updated=0']],
  [
    'stops at the partition',
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } },
    [old(0), old(1), pod(2)],
    ['status 3 ready=3 current=2 updated=1'],
  ],
  [
    'takes as many as may be missing',
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 2 } } },
    [old(0), old(1), old(2)],
    ['delete db-2', 'delete db-1', 'status 3 ready=3 current=3 updated=0'],
  ],
  [
    'on deletion alone touches nothing',
    { updateStrategy: { type: 'OnDelete', rollingUpdate: undefined } as never },
    [old(0), old(1), old(2)],
    ['status 3 ready=3 current=3 updated=0'],
  ],
  ['is done when all are new', {}, three, ['status 3 ready=3 current=3 updated=3']],
])('an update %s', (_, spec, pods, expected) => {
  expect(told(plan(set(spec, between), pods))).toEqual(expected);
});

test('a pod below the partition is created from its previous template', () => {
  const owned = set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }, between);
  const [create] = plan(owned, [pod(1), pod(2)]).stages.flat();
  expect(create).toMatchObject({
    object: { metadata: { name: 'db-0', labels: { 'controller-revision-hash': OLD } }, spec: { containers: [{ image: 'old' }] } },
  });
});

test.each([
  ['of its revision, below the ordinals', 0, [pod(1), pod(2)], OLD],
  ['of the update, at the ordinals', 2, [old(0), old(1)], NEW],
])('without a partition, a pod is created from the template %s that the update has reached', (_, ordinal, pods, name) => {
  const owned = set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: undefined } as never }, { ...between, currentReplicas: 2 });
  expect(plan(owned, pods).stages.flat()[0]).toMatchObject({
    object: { metadata: { name: `db-${ordinal}`, labels: { 'controller-revision-hash': name } } },
  });
});

test('a pod has its name as hostname and its ordinal in its labels, and its events name it', () => {
  const [create] = plan(set(), []).stages.flat();
  expect(create).toMatchObject({
    object: {
      metadata: {
        name: 'db-0',
        labels: {
          app: 'web',
          'statefulset.kubernetes.io/pod-name': 'db-0',
          'apps.kubernetes.io/pod-index': '0',
          'controller-revision-hash': NEW,
        },
        ownerReferences: [owner],
      },
      spec: { hostname: 'db-0', subdomain: 'db' },
    },
  });
  expect(create?.onDone?.(undefined)).toMatchObject({
    reason: 'SuccessfulCreate',
    message: 'create Pod db-0 in StatefulSet db successful',
  });
  expect((create?.type === 'create' && create.object.metadata?.generateName) || '').toBe('');
});

test('a pod that was claimed for finds its claim again', () => {
  const owned = set({ volumeClaimTemplates: claims });
  expect(told(plan(owned, []))).toEqual(['create data-db-0', 'create db-0', 'status 0 ready=0 current=0 updated=0']);
  const existing = [{ metadata: { name: 'data-db-0' } }];
  const again = plan(owned, [], existing);
  expect(told(again)).toEqual(['create db-0', 'status 0 ready=0 current=0 updated=0']);
  expect(again.stages[0]?.[0]).toMatchObject({
    object: { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } }] } },
  });
});

test('claims follow their retention policy', () => {
  const goes = set({ volumeClaimTemplates: claims, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' } });
  expect(plan(goes, []).stages[0]?.[0]).toMatchObject({
    object: { metadata: { name: 'data-db-0', labels: { app: 'web' }, ownerReferences: [owner] }, spec: { accessModes: ['ReadWriteOnce'] } },
  });
  const scaled = plan(
    { ...goes, spec: { ...goes.spec, replicas: 1 } as StatefulSetSpec },
    [pod(0), pod(1)],
    [{ metadata: { name: 'data-db-1' } }],
  );
  expect(told(scaled)).toEqual(['give away data-db-1', 'delete db-1', 'status 2 ready=2 current=2 updated=2']);
});

test('a pod rejected in its creation second is recreated in the next second, not endlessly at once', () => {
  const refused = pod(0, { phase: 'Failed', ready: false });
  const justNow = { ...refused, metadata: { ...refused.metadata, creationTimestamp: '2026-01-01T01:00:00Z' } };
  const waiting = plan(set(), [justNow]);
  expect([told(waiting), waiting.wakeAt]).toEqual([
    ['status 1 ready=0 current=1 updated=1'],
    { at: NOW + 1_000, timer: { name: 'pod-replacement' } },
  ]);
});
