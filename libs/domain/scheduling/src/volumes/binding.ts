import { classNameOf, type PersistentVolume, type PersistentVolumeClaim } from '@klockwork/resources';
import type { StorageView } from './storage-view.ts';

/** What is noted on volumes and claims while they come together. Models `component-helpers/storage/volume`. */
export const volumeAnnotations = {
  /** On a claim: its binding is done. */
  bindCompleted: 'pv.kubernetes.io/bind-completed',
  /** On either: the other one was chosen by the controller, not by a person. */
  boundByController: 'pv.kubernetes.io/bound-by-controller',
  /** On a volume: who made it. */
  provisionedBy: 'pv.kubernetes.io/provisioned-by',
  /** On a claim: who is to make its volume. */
  storageProvisioner: 'volume.kubernetes.io/storage-provisioner',
  storageProvisionerBefore: 'volume.beta.kubernetes.io/storage-provisioner',
  /** On a claim: the node that its volume is made for. */
  selectedNode: 'volume.kubernetes.io/selected-node',
} as const;

/** True when the volume is the claim's, or is reserved for it by name. Models `IsVolumeBoundToClaim`. */
export function isBoundTo({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const reference = spec?.claimRef;
  if (!reference || reference.name !== metadata?.name || reference.namespace !== metadata?.namespace) return false;
  return !reference.uid || reference.uid === metadata?.uid;
}

/** True when claim and volume have come together for good. Models `isPVCFullyBound`. */
export function isFullyBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return Boolean(spec?.volumeName) && metadata?.annotations?.[volumeAnnotations.bindCompleted] !== undefined;
}

/** True when the claim's class has it wait until a pod that uses it has a node. Models `IsDelayBindingMode`. */
export function isBoundLate(claim: PersistentVolumeClaim, storage: Pick<StorageView, 'storageClass'>): boolean {
  const name = classNameOf(claim);
  return name !== '' && storage.storageClass(name)?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** The reference that makes a volume the claim's. */
export function claimReference({ metadata }: PersistentVolumeClaim): NonNullable<NonNullable<PersistentVolume['spec']>['claimRef']> {
  const { namespace, name, uid, resourceVersion } = metadata ?? {};
  const reference = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion };
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== undefined));
}
