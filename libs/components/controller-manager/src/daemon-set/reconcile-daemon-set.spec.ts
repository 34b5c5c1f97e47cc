import type { Plan } from '@klockwork/controller-runtime';
import type { ControllerRevision, DaemonSet, DaemonSetSpec, Node, Pod } from '@klockwork/resources';
import { aControllerRevision, aDaemonSet, aNode, aPod, aRunningPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { templateHash } from '../pods/template-hash.ts';
import { REVISION_HASH } from './daemon-set-view.ts';
import { FailedDaemonPods } from './failed-daemon-pods.ts';
import { reconcileDaemonSet } from './reconcile-daemon-set.ts';

const NOW = Date.UTC(2026, 0, 1, 1);
const daemonSet = (updateStrategy: object = {}, spec: Partial<DaemonSetSpec> = {}) =>
  aDaemonSet({ metadata: { resourceVersion: '9' }, spec: { ...spec, updateStrategy } as object });
const HASH = templateHash(aDaemonSet().spec?.template, undefined);
const owner = {
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  name: 'web',
  uid: aDaemonSet().metadata?.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
};

function revision(hash: string, number: number, template: object = aDaemonSet().spec?.template ?? {}): ControllerRevision {
  const labels = { app: 'web', [REVISION_HASH]: hash };
  const data = { spec: { template: { ...template, $patch: 'replace' } } };
  return aControllerRevision({ metadata: { name: `web-${hash}`, labels, ownerReferences: [owner] }, data, revision: number } as object);
}

function pod(node: string, more: { hash?: string; phase?: string; ready?: boolean; name?: string; deleted?: boolean } = {}): Pod {
  const { hash = HASH, phase = 'Running', ready = true, name = `web-${node}`, deleted = false } = more;
  const deletionTimestamp = deleted ? { deletionTimestamp: '2026-01-01T01:00:00Z' } : {};
  const made = aRunningPod(node, {
    metadata: { name, labels: { app: 'web', [REVISION_HASH]: hash }, ownerReferences: [owner], ...deletionTimestamp },
  });
  const conditions = ready ? made.status?.conditions : [];
  return { ...made, status: { ...made.status, phase, ...(conditions === undefined ? {} : { conditions }) } };
}

function reconcile(
  set: DaemonSet,
  nodes: readonly Node[],
  pods: readonly Pod[],
  revisions: readonly ControllerRevision[] = [revision(HASH, 1)],
  now = NOW,
): string[] {
  const failed = new FailedDaemonPods();
  for (const one of pods) failed.see(set.metadata?.uid ?? '', one, NOW);
  return told(reconcileDaemonSet({ daemonSet: set, nodes, pods, revisions, failuresOn: (node) => failed.on(set, node) }, now));
}

function told({ stages, wakeAt }: Plan): string[] {
  const lines = stages.flat().map((action) => {
    if (action.type === 'create')
      return `create ${action.resource.resource} ${targetOf(action.object as Pod) ?? action.object.metadata?.name}`;
    if (action.type === 'delete') return `delete ${action.name.name}`;
    if (action.type !== 'update') return action.type === 'record' ? `${action.reason}: ${action.message}` : action.type;
    const { status } = action.object as DaemonSet;
    if (status === undefined) return `renumber ${action.object.metadata?.name}`;
    const {
      desiredNumberScheduled: desired,
      currentNumberScheduled: current,
      numberReady,
      updatedNumberScheduled: updated = 0,
      numberMisscheduled: stray,
    } = status;
    return `status ${current}/${desired} ready=${numberReady} updated=${updated} stray=${stray}`;
  });
  return wakeAt === undefined ? lines : [...lines, `wake +${(wakeAt.at - NOW) / 1000} ${wakeAt.timer.name}`];
}

const targetOf = ({ spec }: Pod) =>
  spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0];

const nodes = (...names: string[]) => names.map((name) => aNode({ metadata: { name } }));
const two = nodes('n1', 'n2');
const tainted = (effect: string) => [aNode({ metadata: { name: 'n1' }, spec: { taints: [{ key: 'x', effect }] } })];
const old = (...names: string[]) => names.map((node) => pod(node, { hash: 'old' }));
const both = [revision('old', 1, {}), revision(HASH, 2)];

test.each<[string, DaemonSet, Node[], Pod[], string[]]>([
  ['makes a pod for each node', daemonSet(), two, [], ['create pods n1', 'create pods n2', 'status 0/2 ready=0 updated=0 stray=0']],
  ['creates a pod for a new node', daemonSet(), two, [pod('n1')], ['create pods n2', 'status 1/2 ready=1 updated=1 stray=0']],
  [
    'leaves a node whose label is gone',
    daemonSet({}, { template: { ...aDaemonSet().spec?.template } }),
    tainted('NoExecute'),
    [pod('n1')],
    ['delete web-n1', 'status 0/0 ready=0 updated=0 stray=1'],
  ],
  ['keeps a pod where none would be created', daemonSet(), tainted('NoSchedule'), [pod('n1')], ['status 0/0 ready=0 updated=0 stray=1']],
  [
    'waits for a deleted pod before creating another',
    daemonSet(),
    nodes('n1'),
    [pod('n1', { deleted: true })],
    ['status 1/1 ready=1 updated=1 stray=0'],
  ],
  [
    'removes the younger of two pods of a node',
    daemonSet(),
    nodes('n1'),
    [pod('n1'), pod('n1', { name: 'web-z' })],
    ['delete web-z', 'status 1/1 ready=1 updated=1 stray=0'],
  ],
  [
    'removes a pod that failed',
    daemonSet(),
    nodes('n1'),
    [pod('n1', { phase: 'Failed', ready: false })],
    [
      'FailedDaemonPod: Found failed daemon pod default/web-n1 on node n1, will try to kill it',
      'delete web-n1',
      'status 1/1 ready=0 updated=1 stray=0',
    ],
  ],
  [
    'removes a pod that succeeded',
    daemonSet(),
    nodes('n1'),
    [pod('n1', { phase: 'Succeeded', ready: false })],
    [
      'SucceededDaemonPod: Found succeeded daemon pod default/web-n1 on node n1, will try to delete it',
      'delete web-n1',
      'status 1/1 ready=0 updated=1 stray=0',
    ],
  ],
])('a DaemonSet %s', (_, set, there, pods, expected) => {
  expect(reconcile(set, there, pods)).toEqual(expected);
});

test.each<[string, object, Pod[], string[]]>([
  ['deletes one old pod at a time', {}, old('n1', 'n2'), ['delete web-n1', 'status 2/2 ready=2 updated=0 stray=0']],
  ['waits while a new pod is not ready', {}, [pod('n1', { ready: false }), ...old('n2')], ['status 2/2 ready=1 updated=1 stray=0']],
  [
    'takes old pods that are not ready at once',
    {},
    [pod('n1', { ready: false }), pod('n2', { hash: 'old', ready: false })],
    ['delete web-n2', 'status 2/2 ready=0 updated=1 stray=0'],
  ],
  [
    'takes as many as may be missing',
    { rollingUpdate: { maxUnavailable: '100%', maxSurge: 0 } },
    old('n1', 'n2'),
    ['delete web-n1', 'delete web-n2', 'status 2/2 ready=2 updated=0 stray=0'],
  ],
  [
    'creates a new pod next to an old one in a surge',
    { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    old('n1', 'n2'),
    ['create pods n1', 'status 2/2 ready=2 updated=0 stray=0'],
  ],
  [
    'deletes the old pod once the new one is ready',
    { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    [...old('n1', 'n2'), pod('n1', { name: 'web-new' })],
    ['delete web-n1', 'status 2/2 ready=2 updated=0 stray=0'],
  ],
  [
    'on deletion alone touches nothing',
    { type: 'OnDelete', rollingUpdate: undefined },
    old('n1', 'n2'),
    ['status 2/2 ready=2 updated=0 stray=0'],
  ],
])('an update %s', (_, strategy, pods, expected) => {
  expect(reconcile(daemonSet({ type: 'RollingUpdate', ...strategy }), two, pods, both)).toEqual(expected);
});

test('revision 1 keeps the first template, a returning template becomes the newest, and unused ones beyond the limit are deleted', () => {
  expect(reconcile(daemonSet(), [], [], [])[0]).toBe(`create controllerrevisions web-${HASH}`);
  expect(reconcile(daemonSet(), [], [], [revision(HASH, 1), revision('other', 2, {})])[0]).toBe(`renumber web-${HASH}`);
  const many = [revision('a', 1, { a: 1 }), revision('b', 2, { b: 1 }), revision(HASH, 3)];
  expect(reconcile(daemonSet({}, { revisionHistoryLimit: 1 }), [], [], many).filter((line) => line.startsWith('delete'))).toEqual([
    'delete web-a',
  ]);
});

test('a node that refuses each pod gets the next one later and later', () => {
  const failed = new FailedDaemonPods();
  const set = daemonSet();
  for (const name of ['a', 'b', 'c']) failed.see(set.metadata?.uid ?? '', pod('n1', { name, phase: 'Failed' }), NOW);
  const view = {
    daemonSet: set,
    nodes: nodes('n1'),
    pods: [pod('n1', { name: 'c', phase: 'Failed', ready: false })],
    revisions: [revision(HASH, 1)],
    failuresOn: (node: string) => failed.on(set, node),
  };
  expect(told(reconcileDaemonSet(view, NOW)).at(-1)).toBe('wake +2 daemon-pod-back-off');
  expect(told(reconcileDaemonSet(view, NOW + 2_000))).toContain('delete c');
});

test('a daemon pod has affinity to its node alone and all daemon tolerations', () => {
  const { stages } = reconcileDaemonSet(
    { daemonSet: daemonSet(), nodes: nodes('n1'), pods: [], revisions: [revision(HASH, 1)], failuresOn: () => ({ count: 0, at: 0 }) },
    NOW,
  );
  const [create] = stages.flat();
  const made = create?.type === 'create' ? (create.object as Pod) : aPod();
  expect(made.metadata).toMatchObject({
    generateName: 'web-',
    labels: { app: 'web', [REVISION_HASH]: HASH, 'pod-template-generation': '1' },
    ownerReferences: [owner],
  });
  expect(made.spec?.tolerations?.map(({ key, effect }) => `${key}:${effect}`)).toEqual([
    'node.kubernetes.io/not-ready:NoExecute',
    'node.kubernetes.io/unreachable:NoExecute',
    'node.kubernetes.io/disk-pressure:NoSchedule',
    'node.kubernetes.io/memory-pressure:NoSchedule',
    'node.kubernetes.io/pid-pressure:NoSchedule',
    'node.kubernetes.io/unschedulable:NoSchedule',
  ]);
});
