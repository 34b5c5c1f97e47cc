import type { PersistentVolumeClaim, Pod } from '@klockwork/resources';
import { isBoundLate, isFullyBound } from './binding.ts';
import type { StorageView } from './storage-view.ts';

/** Claims of a schedulable pod. Models `PodVolumeClaims`. */
export interface PodClaims {
  readonly bound: readonly PersistentVolumeClaim[];
  /** Claims that are bound when their pod is scheduled. */
  readonly late: readonly PersistentVolumeClaim[];
}

type PodVolume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];

/** Returns the claim name of a pod volume: generated (`ephemeral`) or named; undefined for other volumes. */
export function claimNameOf({ metadata }: Pick<Pod, 'metadata'>, volume: PodVolume): string | undefined {
  return volume.ephemeral ? `${metadata?.name}-${volume.name}` : volume.persistentVolumeClaim?.claimName || undefined;
}

/** Returns the names of all claims used by a pod's volumes. */
export function claimNames(pod: Pick<Pod, 'metadata' | 'spec'>): readonly string[] {
  const names = (pod.spec?.volumes ?? []).flatMap((volume) => claimNameOf(pod, volume) ?? []);
  return [...new Set(names)];
}

/** Returns whether the claim was created for this pod. Models `VolumeIsForPod` of component-helpers. */
export function isMadeFor({ metadata: claim }: PersistentVolumeClaim, { metadata: pod }: Pick<Pod, 'metadata'>): boolean {
  return (claim?.ownerReferences ?? []).some(({ controller, uid }) => controller === true && uid === pod?.uid);
}

/** Returns index keys of a pod: its claims as `namespace/name`. */
export function claimKeys(pod: Pick<Pod, 'metadata' | 'spec'>): string[] {
  return claimNames(pod).map((name) => `${pod.metadata?.namespace}/${name}`);
}

/** Returns the claims of `pod`, or upstream's message if it is unschedulable for now. Models `VolumeBinding.PreFilter`. */
export function podClaims(pod: Pod, storage: StorageView): PodClaims | { readonly refused: string } {
  const claims: PersistentVolumeClaim[] = [];
  for (const volume of pod.spec?.volumes ?? []) {
    const name = claimNameOf(pod, volume);
    if (name === undefined) continue;
    const claim = storage.claim(pod.metadata?.namespace ?? '', name);
    const refused = refusal(pod, volume, claim, name);
    if (refused !== undefined) return { refused };
    if (claim !== undefined && !claims.includes(claim)) claims.push(claim);
  }
  const unbound = claims.filter((claim) => !isFullyBound(claim));
  const isLate = (claim: PersistentVolumeClaim) => isBoundLate(claim, storage) && !claim.spec?.volumeName;
  if (!unbound.every(isLate)) return { refused: 'pod has unbound immediate PersistentVolumeClaims' };
  return { bound: claims.filter(isFullyBound), late: unbound };
}

/** Models `podHasPVCs`. */
function refusal(pod: Pod, { ephemeral }: PodVolume, claim: PersistentVolumeClaim | undefined, name: string): string | undefined {
  if (claim === undefined) {
    return ephemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
      : `persistentvolumeclaim "${name}" not found`;
  }
  if (claim.status?.phase === 'Lost') return lost(claim);
  if (claim.metadata?.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
  return ephemeral && !isMadeFor(claim, pod) ? notOwner(pod, name) : undefined;
}

/** Returns upstream's message for a claim that has an ephemeral volume's name but another owner. */
export function notOwner({ metadata }: Pick<Pod, 'metadata'>, claim: string): string {
  const namespace = metadata?.namespace ?? '';
  return `PVC ${namespace}/${claim} was not created for pod ${namespace}/${metadata?.name} (pod is not owner)`;
}

function lost({ metadata, spec }: PersistentVolumeClaim): string {
  return `persistentvolumeclaim "${metadata?.name}" bound to non-existent persistentvolume "${spec?.volumeName ?? ''}"`;
}
