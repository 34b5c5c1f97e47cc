import { formatTime, parseTime } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import { type Node, nodeCondition } from '@klockwork/resources';
import type { NodePeriods, NodeView } from './node-view.ts';

/** Conditions reported by kubelets only; NetworkUnavailable belongs to the control plane. */
const KUBELET_CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** End of a node's grace period, and the event that last extended it. */
export interface Deadline {
  readonly at: LabTime;
  readonly revision: number | undefined;
}

/** Grace periods of tryUpdateNodeHealth in pkg/controller/nodelifecycle: lease renewals and status updates extend them. */
export function silenceDeadline({ node, lease, watchingSince }: NodeView, periods: NodePeriods): Deadline {
  const ready = nodeCondition(node, 'Ready');
  const posted = instant(ready === undefined ? node.metadata?.creationTimestamp : ready.lastHeartbeatTime);
  const renewed = instant(lease?.spec?.renewTime);
  const graceMs = ready === undefined ? periods.startupGraceMs : periods.monitorGraceMs;
  const latest = renewed >= posted && lease !== undefined ? lease : node;
  return { at: Math.max(posted, renewed, watchingSince) + graceMs, revision: Number(latest.metadata?.resourceVersion) || undefined };
}

/** Conditions of an unresponsive node, status Unknown; undefined when unchanged. */
export function unknownConditions(node: Node, now: LabTime): NonNullable<Node['status']>['conditions'] | undefined {
  const conditions = node.status?.conditions ?? [];
  const reportedConditions = conditions.map((condition) =>
    KUBELET_CONDITIONS.includes(condition.type) && condition.status !== 'Unknown'
      ? { ...condition, status: 'Unknown', ...STOPPED, lastTransitionTime: formatTime(now) }
      : condition,
  );
  const missing = KUBELET_CONDITIONS.filter((type) => nodeCondition(node, type) === undefined).map((type) => ({
    type,
    status: 'Unknown',
    ...NEVER_UPDATED,
    lastHeartbeatTime: node.metadata?.creationTimestamp as string,
    lastTransitionTime: formatTime(now),
  }));
  const changed = missing.length > 0 || reportedConditions.some((condition, index) => condition !== conditions[index]);
  return changed ? [...reportedConditions, ...missing] : undefined;
}

const STOPPED = { reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
const NEVER_UPDATED = { reason: 'NodeStatusNeverUpdated', message: 'Kubelet never posted node status.' };

function instant(time: string | null | undefined): LabTime {
  return time === undefined || time === null ? 0 : (parseTime(time) ?? 0);
}
