import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { type ScaledData, scaledData } from '../generic/scaled.ts';
import type { Change } from '../kind.ts';
import type { ReplicaSet } from './replica-set.ts';

/** Event of a ReplicaSet change. */
export type ReplicaSetEvent =
  | LifeCycleEvent<'ReplicaSet'>
  | { readonly type: 'ReplicaSetScaled'; readonly data: ScaledData }
  | {
      readonly type: 'ReplicaSetStatusReported';
      readonly data: { readonly replicas: number; readonly ready: number; readonly available: number };
    };

export function replicaSetEvent(change: Change<ReplicaSet>): ReplicaSetEvent {
  if (change.verb !== 'update') return lifeCycleEvent('ReplicaSet', change);
  if (change.subresource === 'status') return { type: 'ReplicaSetStatusReported', data: statusData(change.next) };
  const data = scaledData(change);
  return data === undefined ? lifeCycleEvent('ReplicaSet', change) : { type: 'ReplicaSetScaled', data: data };
}

function statusData({ status }: ReplicaSet): { replicas: number; ready: number; available: number } {
  return { replicas: status?.replicas ?? 0, ready: status?.readyReplicas ?? 0, available: status?.availableReplicas ?? 0 };
}
