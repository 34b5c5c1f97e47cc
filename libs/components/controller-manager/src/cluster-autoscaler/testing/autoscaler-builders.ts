import type { PlannedAction } from '@klockwork/controller-runtime';
import type { PodDisruptionBudget } from '@klockwork/kubernetes-types';
import type { ConfigMap, Node, Pod } from '@klockwork/resources';
import type { SchedulingView } from '@klockwork/scheduling';
import { type AutoscalerState, type AutoscalerView, INITIAL_STATE } from '../autoscaler-view.ts';
import { reconcileClusterAutoscaler } from '../reconcile-cluster-autoscaler.ts';

const START = Date.UTC(2026, 0, 1);
export const MINUTE = 60_000;
export const NOW = START + 60 * MINUTE;
const GROUP = { min: 1, max: 4 };
/** State after the first scan. */
export const clean: AutoscalerState = { ...INITIAL_STATE, isClean: true };
const status: ConfigMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'kube-system', name: 'cluster-autoscaler-status' },
  data: { status: '' },
};

/** Returns a node of four processors. */
export function node(
  name: string,
  change: { isReady?: boolean; ageMs?: number; annotations?: Record<string, string>; taint?: string } = {},
): Node {
  const { isReady = true, ageMs = 60 * MINUTE, annotations, taint } = change;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, ...(annotations && { annotations }), creationTimestamp: new Date(NOW - ageMs).toISOString() },
    spec: taint === undefined ? {} : { taints: [{ key: taint, effect: 'NoSchedule' }] },
    status: {
      allocatable: isReady ? { cpu: '4', memory: '8Gi', pods: '110' } : {},
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
    },
  };
}

/** Returns an unschedulable pod, or a running pod of a node. */
export function pod(
  name: string,
  cpu: string,
  change: { node?: string; owner?: string; metadata?: Pod['metadata']; spec?: Partial<Pod['spec']> } = {},
): Pod {
  const { owner = 'ReplicaSet' } = change;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      labels: { app: 'web' },
      ...(owner !== '' && { ownerReferences: [{ apiVersion: 'apps/v1', kind: owner, name: 'web', uid: 'web', controller: true }] }),
      ...change.metadata,
    },
    spec: {
      containers: [{ name: 'web', image: 'web', resources: { requests: { cpu } } }],
      ...(change.node !== undefined && { nodeName: change.node }),
      ...change.spec,
    },
    status:
      change.node === undefined
        ? { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] }
        : { phase: 'Running' },
  };
}

/** Returns the inputs of a scan after the first one. */
export function view(
  nodes: Node[],
  pods: Pod[],
  change: Partial<AutoscalerView> & { budgets?: PodDisruptionBudget[] } = {},
): AutoscalerView {
  const { budgets = [], ...others } = change;
  const scheduling: SchedulingView = {
    ...{ namespaceLabels: () => ({}), budgets: () => budgets, services: () => [], workload: () => undefined },
    ...{ claim: () => undefined, volume: () => undefined, volumes: () => [], storageClass: () => undefined },
    ...{ csiNode: () => undefined, csiDriver: () => undefined, storageCapacities: () => [], volumeAttachments: () => [] },
  };
  return { group: GROUP, nodes, pods, scheduling, status, state: clean, ...others };
}

/** Returns all actions but the write of the status, as text. */
export function actionsOf(stages: readonly (readonly PlannedAction[])[]): string[] {
  return stages.flat().flatMap((action) => {
    if (action.type === 'record') {
      const { resource, object } = action.about;
      return [`${action.reason} ${resource.resource}/${object.metadata?.name}: ${action.message}`];
    }
    if (action.type === 'delete') return [`delete ${action.resource.resource}/${action.name.name}`];
    if (action.type === 'patch') return [];
    const { kind, metadata, spec } = action.object as Node;
    const taints = (spec?.taints ?? []).map(({ key, value, effect }) => `${key}=${value}:${effect}`);
    return [[action.type, `${kind}/${metadata?.name}`, ...taints].join(' ')];
  });
}

/** Scans once. */
export const scan = (given: AutoscalerView, now = NOW) => reconcileClusterAutoscaler(given, now);
