import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '@klockwork/resources';

/** Inputs of a claim's reconcile. */
export interface ClaimView {
  readonly claim: PersistentVolumeClaim;
  readonly volumes: readonly PersistentVolume[];
  /** Storage class of the claim, if existing. */
  readonly storageClass: StorageClass | undefined;
  /** Name of the default storage class; undefined without one. */
  readonly defaultClass: string | undefined;
  /** Pods that use the claim and have no node yet. */
  readonly unscheduledPods: readonly string[];
}

/** Inputs of a volume's reconcile. */
export interface VolumeView {
  readonly volume: PersistentVolume;
  /** Claim in the volume's claimRef, if existing with the same uid. */
  readonly claim: PersistentVolumeClaim | undefined;
}
