import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import type { PersistentVolumeClaim } from './persistent-volume-claim.ts';

const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

/** Event of a PersistentVolumeClaim change: node selected, bound, resized, volume lost. */
type PersistentVolumeClaimEvent =
  | LifeCycleEvent<'PersistentVolumeClaim'>
  | { readonly type: 'PersistentVolumeClaimGotNode'; readonly data: { readonly node: string } }
  | { readonly type: 'PersistentVolumeClaimBound'; readonly data: { readonly volume: string; readonly capacity: string } }
  | { readonly type: 'PersistentVolumeClaimGrew'; readonly data: { readonly capacity: string } }
  | { readonly type: 'PersistentVolumeClaimLost'; readonly data: { readonly volume: string } };

export function persistentVolumeClaimEvent(change: Change<PersistentVolumeClaim>): PersistentVolumeClaimEvent {
  const { verb, subresource, previous, next } = change;
  const [volume, capacity] = [next.spec?.volumeName ?? '', next.status?.capacity?.storage ?? ''];
  const node = next.metadata?.annotations?.[SELECTED_NODE];
  if (verb !== 'update') return lifeCycleEvent('PersistentVolumeClaim', change);
  if (subresource === '') {
    const isChosen = node !== undefined && node !== previous?.metadata?.annotations?.[SELECTED_NODE];
    return isChosen ? { type: 'PersistentVolumeClaimGotNode', data: { node } } : lifeCycleEvent('PersistentVolumeClaim', change);
  }
  if (next.status?.phase === previous?.status?.phase && capacity !== previous?.status?.capacity?.storage) {
    return { type: 'PersistentVolumeClaimGrew', data: { capacity } };
  }
  if (next.status?.phase === previous?.status?.phase) return lifeCycleEvent('PersistentVolumeClaim', change);
  if (next.status?.phase === 'Bound') return { type: 'PersistentVolumeClaimBound', data: { volume, capacity } };
  if (next.status?.phase === 'Lost') return { type: 'PersistentVolumeClaimLost', data: { volume } };
  return lifeCycleEvent('PersistentVolumeClaim', change);
}
