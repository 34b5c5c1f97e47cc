import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '@klockwork/resources';

/** What a claim's reconcile looks at. */
export interface ClaimView {
  readonly claim: PersistentVolumeClaim;
  readonly volumes: readonly PersistentVolume[];
  /** The class the claim names, if it is there. */
  readonly storageClass: StorageClass | undefined;
  /** The class that claims get which name none, by name; undefined when there is none. */
  readonly defaultClass: string | undefined;
  /** Pods that use the claim and have no node yet. */
  readonly unscheduledPods: readonly string[];
}

/** What a volume's reconcile looks at. */
export interface VolumeView {
  readonly volume: PersistentVolume;
  /** The claim that the volume's reference names, if it is there and is the one that is meant. */
  readonly claim: PersistentVolumeClaim | undefined;
}
