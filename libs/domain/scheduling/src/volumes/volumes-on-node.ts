import { compareQuantity } from '@klockwork/api-machinery';
import type { Node } from '@klockwork/kubernetes-types';
import { classNameOf, type PersistentVolume, type PersistentVolumeClaim } from '@klockwork/resources';
import { volumeAnnotations } from './binding.ts';
import { findVolume, isUsableOn } from './find-volume.ts';
import type { PodClaims } from './pod-claims.ts';
import type { StorageView } from './storage-view.ts';

/** Upstream's reason since 1.35 for a volume unreachable from the node. */
const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";
const NO_VOLUME = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';
/** Provisioner of classes with manually created volumes. */
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

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
  if (lateVolumes === undefined) return { reasons: [...reasons, BIND_CONFLICT] };
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

function findLate(late: readonly PersistentVolumeClaim[], node: Node, storage: StorageView): VolumesOnNode | undefined {
  const bind: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const provision: PersistentVolumeClaim[] = [];
  for (const claim of [...late].sort(bySize)) {
    const selected = claim.metadata?.annotations?.[volumeAnnotations.selectedNode];
    if (selected !== undefined && selected !== node.metadata?.name) return undefined;
    const taken = new Set(bind.map(({ volume }) => volume.metadata?.name ?? ''));
    const volume = selected === undefined ? findVolume(claim, storage.volumes(), { node, taken }) : undefined;
    if (volume !== undefined) bind.push({ claim, volume });
    else if (isProvisioned(claim, storage)) provision.push(claim);
    else return undefined;
  }
  return { bind, provision };
}

/** Smallest claims first, so that they leave larger volumes to larger claims. */
function bySize(a: PersistentVolumeClaim, b: PersistentVolumeClaim): number {
  const size = ({ spec }: PersistentVolumeClaim) => spec?.resources?.requests?.storage ?? '0';
  return compareQuantity(size(a), size(b));
}

function isProvisioned(claim: PersistentVolumeClaim, storage: StorageView): boolean {
  const provisioner = storage.storageClass(classNameOf(claim))?.provisioner ?? '';
  return provisioner !== '' && provisioner !== NO_PROVISIONER;
}
