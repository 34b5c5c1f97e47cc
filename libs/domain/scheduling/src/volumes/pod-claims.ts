import type { PersistentVolumeClaim, Pod } from '@klockwork/resources';
import { isBoundLate, isFullyBound } from './binding.ts';
import type { StorageView } from './storage-view.ts';

/** The claims of a pod that can be placed. Models `PodVolumeClaims`. */
export interface PodClaims {
  readonly bound: readonly PersistentVolumeClaim[];
  /** Those that get their volume when the pod gets its node. */
  readonly late: readonly PersistentVolumeClaim[];
}

/** The names of the claims that the volumes of a pod lead to. */
export function claimNames({ spec }: Pick<Pod, 'spec'>): readonly string[] {
  const names = (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim: source }) => (source?.claimName ? [source.claimName] : []));
  return [...new Set(names)];
}

/** The claims that the volumes of a pod lead to, `namespace/name`: what pods are indexed by. */
export function claimKeys(pod: Pick<Pod, 'metadata' | 'spec'>): string[] {
  return claimNames(pod).map((name) => `${pod.metadata?.namespace}/${name}`);
}

/** The claims of `pod`, or upstream's text for why it can run nowhere for now. Models `VolumeBinding.PreFilter`. */
export function podClaims(pod: Pod, storage: StorageView): PodClaims | { readonly refused: string } {
  const claims: PersistentVolumeClaim[] = [];
  for (const name of claimNames(pod)) {
    const claim = storage.claim(pod.metadata?.namespace ?? '', name);
    if (claim === undefined) return { refused: `persistentvolumeclaim "${name}" not found` };
    if (claim.status?.phase === 'Lost') return { refused: lost(claim) };
    if (claim.metadata?.deletionTimestamp !== undefined) return { refused: `persistentvolumeclaim "${name}" is being deleted` };
    claims.push(claim);
  }
  const unbound = claims.filter((claim) => !isFullyBound(claim));
  const isLate = (claim: PersistentVolumeClaim) => isBoundLate(claim, storage) && !claim.spec?.volumeName;
  if (!unbound.every(isLate)) return { refused: 'pod has unbound immediate PersistentVolumeClaims' };
  return { bound: claims.filter(isFullyBound), late: unbound };
}

function lost({ metadata, spec }: PersistentVolumeClaim): string {
  return `persistentvolumeclaim "${metadata?.name}" bound to non-existent persistentvolume "${spec?.volumeName ?? ''}"`;
}
