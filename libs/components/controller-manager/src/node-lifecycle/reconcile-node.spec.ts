import type { PlannedAction } from '@klockwork/controller-runtime';
import { type Lease, type Node, type Pod, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { NODE_PERIODS, type NodeView } from './node-view.ts';
import { reconcileNode } from './reconcile-node.ts';

const NOW = Date.UTC(2026, 0, 1);
const AT = '2026-01-01T00:00:00Z';
const LONG_AGO = '2025-12-31T00:00:00Z';

const node = (ready: string | undefined, more: { spec?: Node['spec']; heartbeat?: string } = {}): Node => ({
  metadata: { name: 'node-1', uid: 'n', resourceVersion: '8', creationTimestamp: LONG_AGO },
  spec: more.spec ?? {},
  status: {
    conditions:
      ready === undefined
        ? []
        : [
            {
              type: 'Ready',
              status: ready,
              reason: 'KubeletReady',
              lastHeartbeatTime: more.heartbeat ?? LONG_AGO,
              lastTransitionTime: LONG_AGO,
            },
          ],
  },
});
const lease = (renewTime: string): Lease => ({ metadata: { name: 'node-1', resourceVersion: '12' }, spec: { renewTime } });

const view = (more: Partial<NodeView>): NodeView => ({
  node: node('True'),
  lease: undefined,
  pods: [],
  watchingSince: 0,
  isNew: false,
  fullDisruption: false,
  ...more,
});
const reconcile = (more: Partial<NodeView>) => reconcileNode(view(more), NODE_PERIODS, NOW);
const plain = (stages: readonly (readonly PlannedAction[])[]) => JSON.parse(JSON.stringify(stages));

test('a node whose lease is fresh is left alone until the grace period of that lease ends', () => {
  expect(reconcile({ lease: lease('2025-12-31T23:59:50.500000Z') })).toEqual({
    stages: [],
    wakeAt: { at: NOW + 40_500, timer: { name: 'node-monitor-grace-period', upkeep: true }, revision: 12 },
  });
});

test('a posted status counts as a sign of life too', () => {
  expect(
    reconcile({ node: node('True', { heartbeat: '2025-12-31T23:59:58Z' }), lease: lease('2025-12-31T23:59:50.000000Z') }).wakeAt,
  ).toMatchObject({ at: NOW + 48_000, revision: 8 });
});

test('after a restart of the controller every node has its whole grace period', () => {
  expect(reconcile({ lease: lease('2025-12-31T20:00:00.000000Z'), watchingSince: NOW - 10_000 }).wakeAt?.at).toBe(NOW + 40_000);
});

test('a silent node becomes unknown in everything its kubelet reports', () => {
  const { stages, wakeAt } = reconcile({ lease: lease('2025-12-31T23:59:10.000000Z') });
  const unknown = { status: 'Unknown', lastTransitionTime: AT };
  const never = { ...unknown, reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.', lastHeartbeatTime: LONG_AGO };
  expect(plain(stages)).toEqual([
    [
      {
        type: 'update',
        resource: resources.nodes,
        subresource: 'status',
        object: {
          ...node('True'),
          status: {
            conditions: [
              {
                type: 'Ready',
                ...unknown,
                reason: 'NodeStatusUnknown',
                message: 'Kubelet stopped posting node status.',
                lastHeartbeatTime: LONG_AGO,
              },
              { type: 'MemoryPressure', ...never },
              { type: 'DiskPressure', ...never },
              { type: 'PIDPressure', ...never },
            ],
          },
        },
      },
    ],
  ]);
  expect(stages[0]?.[0]?.onDone?.(undefined)).toMatchObject({
    eventType: 'Normal',
    reason: 'NodeNotReady',
    message: 'Node node-1 status is now: NodeNotReady',
  });
  expect(wakeAt).toBeUndefined();
});

test('a node without a heartbeat has the start-up grace period', () => {
  const fresh = { ...node(undefined), metadata: { name: 'node-1', creationTimestamp: '2025-12-31T23:59:30Z' } };
  expect(reconcile({ node: fresh }).wakeAt?.at).toBe(NOW + 30_000);
});

const taintsOf = (plan: { stages: readonly (readonly PlannedAction[])[] }) => {
  const update = plan.stages
    .flat()
    .find((action) => action.type === 'update' && action.resource.resource === 'nodes' && action.subresource === undefined);
  return update?.type === 'update' ? (update.object as Node).spec?.taints : undefined;
};

test('an unknown node is tainted unreachable, one that is not ready not-ready', () => {
  expect(taintsOf(reconcile({ node: node('Unknown'), watchingSince: NOW }))).toEqual([
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: AT },
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: AT },
  ]);
  const held = [
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' },
    { key: 'dedicated', effect: 'NoExecute' },
  ];
  expect(taintsOf(reconcile({ node: node('False', { spec: { taints: held } }), watchingSince: NOW }))).toEqual([
    { key: 'dedicated', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule', timeAdded: AT },
    { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', timeAdded: AT },
  ]);
});

test('a returned node loses our taints and keeps foreign ones', () => {
  const taints = [
    { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' },
    { key: 'dedicated', effect: 'NoSchedule' },
    { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: LONG_AGO },
  ];
  expect(taintsOf(reconcile({ node: node('True', { spec: { taints } }), watchingSince: NOW }))).toEqual([
    { key: 'dedicated', effect: 'NoSchedule' },
  ]);
});

test('a cordoned node is tainted unschedulable', () => {
  expect(taintsOf(reconcile({ node: node('True', { spec: { unschedulable: true } }), watchingSince: NOW }))).toEqual([
    { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: AT },
  ]);
});

test('nothing is evicted when no node at all is ready', () => {
  const plan = reconcile({ node: node('Unknown'), watchingSince: NOW, fullDisruption: true });
  expect(taintsOf(plan)).toEqual([{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: AT }]);
});

test('the pods of a node that is not ready are not ready', () => {
  const ready: Pod = {
    metadata: { namespace: 'shop', name: 'web', uid: 'p' },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: LONG_AGO }] },
  };
  const tainted = ['NoSchedule', 'NoExecute'].map((effect) => ({ key: 'node.kubernetes.io/unreachable', effect }));
  const { stages } = reconcile({ node: node('Unknown', { spec: { taints: tainted } }), watchingSince: NOW, pods: [ready] });
  expect(plain(stages)).toMatchObject([
    [
      {
        type: 'update',
        subresource: 'status',
        object: { status: { conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: AT }] } },
      },
    ],
  ]);
  expect(stages[0]?.[0]?.onDone?.(undefined)).toMatchObject({ eventType: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' });
});

test('a new node gets an Event', () => {
  expect(plain(reconcile({ isNew: true, watchingSince: NOW }).stages)).toMatchObject([
    [{ type: 'record', eventType: 'Normal', reason: 'RegisteredNode', message: 'Node node-1 event: Registered Node node-1 in Controller' }],
  ]);
});
