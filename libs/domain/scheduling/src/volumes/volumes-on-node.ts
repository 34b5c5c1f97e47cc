import { compareQuantity } from '@klockwork/api-machinery';
import type { Node } from '@klockwork/kubernetes-types';
import type { PersistentVolume, PersistentVolumeClaim } from '@klockwork/resources';
import { volumeAnnotations } from './binding.ts';
import { findVolume, isUsableOn } from './find-volume.ts';
import type { PodClaims } from './pod-claims.ts';
import { provisioningOn } from './provisioning.ts';
import type { StorageView } from './storage-view.ts';

/** Upstream's reason since 1.35 for a volume unreachable from the node. */
const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";
const NO_VOLUME = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
const NO_SPACE = 'node(s) did not have enough free storage';

/** Result of a pod's late-bound claims on a node. Models `PodVolumes`. */
export interface VolumesOnNode {
  readonly bind: readonly { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }[];
  readonly provision: readonly PersistentVolumeClaim[];
}

/** Returns the volumes of a pod on `node`, or reasons why the node is unsuitable. Models `FindPodVolumes`. */
export function volumesOnNode(
  claims: PodClaims,
  node: Node,
  storage: StorageView,
): VolumesOnNode | { readonly reasons: readonly string[] } {
  const reasons = boundReasons(claims.bound, node, storage);
  const lateVolumes = findLate(claims.late, node, storage);
  if (typeof lateVolumes === 'string') return { reasons: [...reasons, lateVolumes] };
  return reasons.length > 0 ? { reasons } : lateVolumes;
}

/** Models `checkBoundClaims`. */
function boundReasons(bound: readonly PersistentVolumeClaim[], node: Node, storage: StorageView): string[] {
  for (const { spec } of bound) {
    const volume = storage.volume(spec?.volumeName ?? '');
    if (volume === undefined) return [NO_VOLUME];
    if (!isUsableOn(volume, node)) return [NODE_CONFLICT];
  }
  return [];
}

/** Returns the volumes, or upstream's reason why there are none. */
function findLate(late: readonly PersistentVolumeClaim[], node: Node, storage: StorageView): VolumesOnNode | string {
  const bind: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const provision: PersistentVolumeClaim[] = [];
  for (const claim of [...late].sort(bySize)) {
    const selectedAnnotation = claim.metadata?.annotations?.[volumeAnnotations.selectedNode];
    if (selectedAnnotation !== undefined && selectedAnnotation !== node.metadata?.name) return BIND_CONFLICT;
    const names = new Set(bind.map(({ volume }) => volume.metadata?.name ?? ''));
    const volume = selectedAnnotation === undefined ? findVolume(claim, storage.volumes(), { node, taken: names }) : undefined;
    if (volume !== undefined) bind.push({ claim, volume });
    else provision.push(claim);
  }
  for (const claim of provision) {
    const provisioning = provisioningOn(node, claim, storage);
    if (provisioning !== 'possible') return provisioning === 'too-large' ? NO_SPACE : BIND_CONFLICT;
  }
  return { bind, provision };
}

/** Smallest claims first, so that they leave larger volumes to larger claims. */
function bySize(a: PersistentVolumeClaim, b: PersistentVolumeClaim): number {
  const size = ({ spec }: PersistentVolumeClaim) => spec?.resources?.requests?.storage ?? '0';
  return compareQuantity(size(a), size(b));
}
