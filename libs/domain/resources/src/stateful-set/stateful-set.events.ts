import { semanticEqual } from '@klockwork/api-machinery';
import { imagesOf } from '../generic/image-list.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import { type ScaledData, scaledData } from '../generic/scaled.ts';
import type { Change } from '../kind.ts';
import type { StatefulSet } from './stateful-set.ts';

/** Event of a StatefulSet change. */
export type StatefulSetEvent =
  | LifeCycleEvent<'StatefulSet'>
  | { readonly type: 'StatefulSetScaled'; readonly data: ScaledData }
  | { readonly type: 'StatefulSetTemplateChanged'; readonly data: { readonly images: readonly string[] } }
  | {
      readonly type: 'StatefulSetStatusReported';
      readonly data: { readonly replicas: number; readonly updated: number; readonly ready: number; readonly available: number };
    };

export function statefulSetEvent(change: Change<StatefulSet>): StatefulSetEvent {
  const { previous, next } = change;
  if (change.verb !== 'update' || previous === undefined) return lifeCycleEvent('StatefulSet', change);
  if (change.subresource === 'status') return { type: 'StatefulSetStatusReported', data: statusData(next) };
  if (!semanticEqual(previous.spec?.template, next.spec?.template))
    return { type: 'StatefulSetTemplateChanged', data: { images: imagesOf(next.spec?.template) } };
  const data = scaledData(change);
  return data === undefined ? lifeCycleEvent('StatefulSet', change) : { type: 'StatefulSetScaled', data: data };
}

function statusData({ status }: StatefulSet) {
  return {
    replicas: status?.replicas ?? 0,
    updated: status?.updatedReplicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
  };
}
