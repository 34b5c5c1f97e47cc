import { imagesOf } from '../generic/image-list.ts';
import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import type { DaemonSet } from './daemon-set.ts';
import { templateChanged } from './daemon-set.validation.ts';

/** Event of a DaemonSet change. */
export type DaemonSetEvent =
  | LifeCycleEvent<'DaemonSet'>
  | { readonly type: 'DaemonSetTemplateChanged'; readonly data: { readonly images: readonly string[] } }
  | {
      readonly type: 'DaemonSetStatusReported';
      readonly data: { readonly desired: number; readonly updated: number; readonly ready: number; readonly available: number };
    };

export function daemonSetEvent(change: Change<DaemonSet>): DaemonSetEvent {
  const { previous, next } = change;
  if (change.verb !== 'update' || previous === undefined) return lifeCycleEvent('DaemonSet', change);
  if (change.subresource === 'status') return { type: 'DaemonSetStatusReported', data: statusData(next) };
  if (templateChanged(next, previous)) return { type: 'DaemonSetTemplateChanged', data: { images: imagesOf(next.spec?.template) } };
  return lifeCycleEvent('DaemonSet', change);
}

function statusData({ status }: DaemonSet) {
  return {
    desired: status?.desiredNumberScheduled ?? 0,
    updated: status?.updatedNumberScheduled ?? 0,
    ready: status?.numberReady ?? 0,
    available: status?.numberAvailable ?? 0,
  };
}
