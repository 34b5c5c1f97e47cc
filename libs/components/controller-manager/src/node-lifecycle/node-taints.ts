import { formatTime } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { type Node, nodeCondition, nodeTaints, type Taint } from '@klockwork/resources';

/** Which NoSchedule taint each condition brings. Models nodeConditionToTaintKeyStatusMap of pkg/controller/nodelifecycle. */
const BY_CONDITION: readonly { readonly type: string; readonly status: string; readonly taint: string }[] = [
  { type: 'Ready', status: 'False', taint: nodeTaints.notReady },
  { type: 'Ready', status: 'Unknown', taint: nodeTaints.unreachable },
  { type: 'MemoryPressure', status: 'True', taint: nodeTaints.memoryPressure },
  { type: 'DiskPressure', status: 'True', taint: nodeTaints.diskPressure },
  { type: 'NetworkUnavailable', status: 'True', taint: nodeTaints.networkUnavailable },
  { type: 'PIDPressure', status: 'True', taint: nodeTaints.pidPressure },
];

const NO_SCHEDULE_KEYS: ReadonlySet<string> = new Set([...BY_CONDITION.map(({ taint }) => taint), nodeTaints.unschedulable]);
const NO_EXECUTE_KEYS: ReadonlySet<string> = new Set([nodeTaints.notReady, nodeTaints.unreachable]);

/** Taints of a node including those required; undefined when unchanged. Foreign taints stay. */
export function wantedTaints(node: Node, options: { evict: boolean }, now: LabTime): Taint[] | undefined {
  const wanted = [...noScheduleTaints(node, now), ...(options.evict ? noExecuteTaints(node, now) : [])];
  const nodeTaints = node.spec?.taints ?? [];
  const remaining = nodeTaints.filter((taint) => !isOurs(taint) || wanted.some((other) => isSame(taint, other)));
  const addedTaints = wanted.filter((taint) => !nodeTaints.some((other) => isSame(taint, other)));
  return addedTaints.length === 0 && remaining.length === nodeTaints.length ? undefined : [...remaining, ...addedTaints];
}

function noScheduleTaints(node: Node, now: LabTime): Taint[] {
  const keys = BY_CONDITION.filter(({ type, status }) => nodeCondition(node, type)?.status === status).map(({ taint }) => taint);
  if (node.spec?.unschedulable === true) keys.push(nodeTaints.unschedulable);
  return keys.map((key) => ({ key, effect: 'NoSchedule', timeAdded: formatTime(now) }));
}

function noExecuteTaints(node: Node, now: LabTime): Taint[] {
  const status = nodeCondition(node, 'Ready')?.status;
  if (status !== 'False' && status !== 'Unknown') return [];
  const key = status === 'False' ? nodeTaints.notReady : nodeTaints.unreachable;
  return [{ key, effect: 'NoExecute', timeAdded: formatTime(now) }];
}

function isOurs({ key, effect }: Taint): boolean {
  return effect === 'NoSchedule' ? NO_SCHEDULE_KEYS.has(key) : effect === 'NoExecute' && NO_EXECUTE_KEYS.has(key);
}

function isSame(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}
