import { classNameOf, type PersistentVolume, type PersistentVolumeClaim } from '@klockwork/resources';
import type { StorageView } from './storage-view.ts';

/** Annotations of volumes and claims for binding. Models `component-helpers/storage/volume`. */
export const volumeAnnotations = {
  /** On a claim: binding is complete. */
  bindCompleted: 'pv.kubernetes.io/bind-completed',
  /** On a claim or volume: the controller, not a user, chose its counterpart. */
  boundByController: 'pv.kubernetes.io/bound-by-controller',
  /** On a volume: name of its provisioner. */
  provisionedBy: 'pv.kubernetes.io/provisioned-by',
  /** On a claim: name of the requested provisioner. */
  storageProvisioner: 'volume.kubernetes.io/storage-provisioner',
  storageProvisionerBefore: 'volume.beta.kubernetes.io/storage-provisioner',
  /** On a claim: node for its new volume. */
  selectedNode: 'volume.kubernetes.io/selected-node',
} as const;

/** Returns whether the volume is bound to the claim or reserved for it by name. Models `IsVolumeBoundToClaim`. */
export function isBoundTo({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const reference = spec?.claimRef;
  if (!reference || reference.name !== metadata?.name || reference.namespace !== metadata?.namespace) return false;
  return !reference.uid || reference.uid === metadata?.uid;
}

/** Returns whether the claim's binding is complete. Models `isPVCFullyBound`. */
export function isFullyBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return Boolean(spec?.volumeName) && metadata?.annotations?.[volumeAnnotations.bindCompleted] !== undefined;
}

/** Returns whether the claim's class delays binding until a pod using it is scheduled. Models `IsDelayBindingMode`. */
export function isBoundLate(claim: PersistentVolumeClaim, storage: Pick<StorageView, 'storageClass'>): boolean {
  const name = classNameOf(claim);
  return name !== '' && storage.storageClass(name)?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** Returns the `claimRef` that binds a volume to the claim. */
export function claimReference({ metadata }: PersistentVolumeClaim): NonNullable<NonNullable<PersistentVolume['spec']>['claimRef']> {
  const { namespace, name, uid, resourceVersion } = metadata ?? {};
  const reference = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion };
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== undefined));
}
