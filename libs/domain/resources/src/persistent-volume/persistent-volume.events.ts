import { type LifeCycleEvent, lifeCycleEvent } from '../generic/life-cycle-events.ts';
import type { Change } from '../kind.ts';
import type { PersistentVolume } from './persistent-volume.ts';

/** Event of a PersistentVolume change, named by phase. */
type PersistentVolumeEvent =
  | LifeCycleEvent<'PersistentVolume'>
  | { readonly type: 'PersistentVolumeBecameAvailable'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'PersistentVolumeBound'; readonly data: { readonly claim: string } }
  | { readonly type: 'PersistentVolumeReleased'; readonly data: { readonly claim: string } }
  | { readonly type: 'PersistentVolumeFailed'; readonly data: { readonly message: string } };

export function persistentVolumeEvent(change: Change<PersistentVolume>): PersistentVolumeEvent {
  const { verb, previous, next } = change;
  const { namespace, name } = next.spec?.claimRef ?? {};
  const claim = `${namespace}/${name}`;
  const isTold = verb === 'update' && previous?.status?.phase !== next.status?.phase;
  switch (isTold ? next.status?.phase : '') {
    case 'Available':
      return { type: 'PersistentVolumeBecameAvailable', data: {} };
    case 'Bound':
      return { type: 'PersistentVolumeBound', data: { claim } };
    case 'Released':
      return { type: 'PersistentVolumeReleased', data: { claim } };
    case 'Failed':
      return { type: 'PersistentVolumeFailed', data: { message: next.status?.message ?? '' } };
    default:
      return lifeCycleEvent('PersistentVolume', change);
  }
}
