import { formatTime } from '@klockwork/api-machinery';
import type { PlannedAction } from '@klockwork/controller-runtime';
import type { LabTime } from '@klockwork/kernel';
import { type ConfigMap, NODE_GROUP, type NodeGroupSize, resources } from '@klockwork/resources';
import type { ConditionState } from './autoscaler-view.ts';
import { isDeleting, type NodePool } from './node-pool.ts';

/** Name of the status ConfigMap. */
export const STATUS_NAME = { namespace: 'kube-system', name: 'cluster-autoscaler-status' } as const;
const LAST_UPDATED = 'cluster-autoscaler.kubernetes.io/last-updated';
/** `--ok-total-unready-count` and `--max-total-unready-percentage` */
const UNREADY_NODES_MAX = 3;
const UNREADY_SHARE_MAX = 0.45;

/** Facts of a scan in the status. */
export interface ScanFacts {
  readonly pool: NodePool;
  readonly size: NodeGroupSize;
  /** Number of nodes that may be removed. */
  readonly candidates: number;
  /** Nodes of the cluster. */
  readonly nodes: number;
}

/** Returns the creation of the status by a new process. */
export function initialStatus(now: LabTime): PlannedAction {
  return write(undefined, `time: ${goTime(now)}\nautoscalerStatus: Initializing\n`, now);
}

/** Status with the state of its conditions. */
export interface AutoscalerStatus {
  readonly actions: readonly PlannedAction[];
  readonly conditions: ReadonlyMap<string, ConditionState>;
}

/**
 * Returns the write of the status ConfigMap; none while only probe times change. Models `clusterstate.GetStatus` and
 * `WriteStatusConfigMap`.
 */
export function autoscalerStatus(
  facts: ScanFacts,
  { status, conditions }: { readonly status: ConfigMap | undefined; readonly conditions: ReadonlyMap<string, ConditionState> },
  now: LabTime,
): AutoscalerStatus {
  const current = new Map(
    conditionsOf(facts).map(([type, value]) => {
      const before = conditions.get(type);
      return [type, before?.status === value ? before : { status: value, since: now }] as const;
    }),
  );
  const text = statusText(facts, current, now);
  const isSame = status !== undefined && withoutTimes(status.data?.status ?? '') === withoutTimes(text);
  return { actions: isSame ? [] : [write(status, text, now)], conditions: current };
}

function conditionsOf({ pool, candidates }: ScanFacts): [string, string][] {
  const unready = pool.unready.length;
  const isHealthy = unready <= UNREADY_NODES_MAX || unready <= pool.group.length * UNREADY_SHARE_MAX;
  return [
    ['health', isHealthy ? 'Healthy' : 'Unhealthy'],
    ['scaleUp', pool.starting.length > 0 ? 'InProgress' : 'NoActivity'],
    ['scaleDown', candidates > 0 ? 'CandidatesPresent' : 'NoCandidates'],
  ];
}

function statusText(facts: ScanFacts, conditions: ReadonlyMap<string, ConditionState>, now: LabTime): string {
  const { pool, size, candidates, nodes } = facts;
  const limits = [`cloudProviderTarget: ${pool.group.length}`, `minSize: ${size.min}`, `maxSize: ${size.max}`];
  const others = nodes - pool.group.length;
  const part = (type: string, more: readonly string[]) => {
    const { status, since } = conditions.get(type) as ConditionState;
    const times = [`lastProbeTime: "${formatTime(now)}"`, `lastTransitionTime: "${formatTime(since)}"`];
    return [`${type}:`, ...indent([`status: ${status}`, ...more, ...times])];
  };
  const down = part('scaleDown', candidates > 0 ? [`candidates: ${candidates}`] : []);
  const wide = [...part('health', nodeCounts(facts, others)), ...part('scaleUp', []), ...down];
  const group = [...part('health', [...nodeCounts(facts, 0), ...limits]), ...part('scaleUp', []), ...down];
  const lines = [
    `time: ${goTime(now)}`,
    'autoscalerStatus: Running',
    'clusterWide:',
    ...indent(wide),
    'nodeGroups:',
    `- name: ${NODE_GROUP}`,
  ];
  return `${[...lines, ...indent(group)].join('\n')}\n`;
}

function nodeCounts({ pool: { group, starting, unready } }: ScanFacts, others: number): string[] {
  const deleting = group.filter(isDeleting).length;
  const ready = group.length - starting.length - unready.length - deleting + others;
  return [
    'nodeCounts:',
    '  registered:',
    `    total: ${group.length + others}`,
    `    ready: ${ready}`,
    `    notStarted: ${starting.length}`,
    ...(deleting > 0 ? [`    beingDeleted: ${deleting}`] : []),
    ...(unready.length > 0 ? ['    unready:', `      total: ${unready.length}`, '      resourceUnready: 0'] : []),
    '  longUnregistered: 0',
    '  unregistered: 0',
  ];
}

function write(status: ConfigMap | undefined, text: string, now: LabTime): PlannedAction {
  const { namespace, name } = STATUS_NAME;
  const body = { metadata: { annotations: { [LAST_UPDATED]: goTime(now) } }, data: { status: text } };
  if (status !== undefined) return { type: 'patch', resource: resources.configMaps, name: STATUS_NAME, patch: { type: 'merge', body } };
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name, ...body.metadata }, data: body.data };
  return { type: 'create', resource: resources.configMaps, object, tolerate: ['AlreadyExists'] };
}

/** Formats a time by Go's layout `2006-01-02 15:04:05.999999999 -0700 MST`. */
function goTime(now: LabTime): string {
  const text = new Date(now).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, -1).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros.replace(/0+$/, '')))} +0000 UTC`;
}

function withoutTimes(text: string): string {
  return text.replace(/^\s*(?:time|lastProbeTime|lastTransitionTime): .*$/gm, '');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
