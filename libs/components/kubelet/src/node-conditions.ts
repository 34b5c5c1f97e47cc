import type { LabTime } from '@klockwork/kernel';
import type { Node, NodeCondition, NodeStatus } from '@klockwork/kubernetes-types';
import type { Pressure } from '@klockwork/node-lifecycle';
import { timeText } from '@klockwork/pod-lifecycle';

export interface NodeHealth {
  readonly pressure: readonly Pressure[];
  /** Reason for NotReady, if any. */
  readonly notReady?: string;
}

/** Health without pressures. */
export const HEALTHY: NodeHealth = { pressure: [] };

/** Content of a condition, with the reason of its change event. */
interface ConditionText {
  readonly reason: string;
  readonly message: string;
  readonly event: string;
}

/** Models `pkg/kubelet/nodestatus/setters.go`. */
const PRESSURES: readonly { readonly type: Pressure; readonly yes: ConditionText; readonly no: ConditionText }[] = [
  {
    type: 'MemoryPressure',
    yes: {
      reason: 'KubeletHasInsufficientMemory',
      message: 'kubelet has insufficient memory available',
      event: 'NodeHasInsufficientMemory',
    },
    no: { reason: 'KubeletHasSufficientMemory', message: 'kubelet has sufficient memory available', event: 'NodeHasSufficientMemory' },
  },
  {
    type: 'DiskPressure',
    yes: { reason: 'KubeletHasDiskPressure', message: 'kubelet has disk pressure', event: 'NodeHasDiskPressure' },
    no: { reason: 'KubeletHasNoDiskPressure', message: 'kubelet has no disk pressure', event: 'NodeHasNoDiskPressure' },
  },
  {
    type: 'PIDPressure',
    yes: { reason: 'KubeletHasInsufficientPID', message: 'kubelet has insufficient PID available', event: 'NodeHasInsufficientPID' },
    no: { reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available', event: 'NodeHasSufficientPID' },
  },
];

type Verdict = ConditionText & { readonly type: string; readonly status: 'True' | 'False' };

/** Returns the conditions of a node in upstream's order; unchanged ones keep transition times of `previous`. */
export function nodeConditions(health: NodeHealth, previous: NodeStatus | undefined, now: LabTime): NodeCondition[] {
  return verdictsOf(health).map(({ type, status, reason, message }) => {
    const current = previous?.conditions?.find((condition) => condition.type === type);
    const since = current?.status === status ? current.lastTransitionTime : undefined;
    return { type, status, reason, message, lastHeartbeatTime: timeText(now), lastTransitionTime: since ?? timeText(now) };
  });
}

/** True if the Node's conditions differ from `health`. */
export function needsReport(node: Node, health: NodeHealth): boolean {
  return verdictsOf(health).some(({ type, status, reason }) => {
    const current = node.status?.conditions?.find((condition) => condition.type === type);
    return current?.status !== status || current.reason !== reason;
  });
}

/** Returns the reasons of change events between the Node and `health`: `NodeHasInsufficientMemory`, `NodeNotReady` … */
export function transitions(node: Node, health: NodeHealth): string[] {
  return verdictsOf(health).flatMap(({ type, status, event }) => {
    const current = node.status?.conditions?.find((condition) => condition.type === type);
    return current === undefined || current.status === status ? [] : [event];
  });
}

function verdictsOf({ pressure, notReady }: NodeHealth): Verdict[] {
  const pressures = PRESSURES.map(({ type, yes, no }): Verdict => {
    const isShort = pressure.includes(type);
    return { type, status: isShort ? 'True' : 'False', ...(isShort ? yes : no) };
  });
  return [...pressures, readiness(notReady)];
}

function readiness(notReady: string | undefined): Verdict {
  if (notReady !== undefined)
    return { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: notReady, event: 'NodeNotReady' };
  return { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status', event: 'NodeReady' };
}
