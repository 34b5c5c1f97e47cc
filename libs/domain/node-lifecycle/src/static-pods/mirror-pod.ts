import { copy } from '@klockwork/kernel';
import { MIRROR_POD, metadataOf, type Pod } from '@klockwork/resources';
import { CONFIG_HASH } from './read-manifest.ts';

/** Inputs for the mirror pod of a static pod. */
export interface MirrorView {
  /** Static pod; undefined after its manifest was removed. */
  readonly desired?: Pod;
  /** Static pod is terminating: its mirror stays until the end. */
  readonly isEnding: boolean;
  /** Existing mirror pod, if any. */
  readonly mirror?: Pod;
}

/** True for a mirror pod. Models `IsMirrorPod`. */
export function isMirrorPod({ metadata }: Pod): boolean {
  return metadata?.annotations?.[MIRROR_POD] !== undefined;
}

/** True when `mirror` belongs to exactly this pod. Models `IsMirrorPodOf` of pkg/kubelet/pod. */
export function isMirrorOf(mirror: Pod, pod: Pod): boolean {
  return mirror.metadata?.annotations?.[MIRROR_POD] === pod.metadata?.annotations?.[CONFIG_HASH];
}

/**
 * Deletes a mirror without a static pod, under deletion, or of an older manifest; creates a missing one. Models `tryReconcileMirrorPods`
 * and `deleteOrphanedMirrorPods` of pkg/kubelet.
 */
export function decideMirror({ desired, isEnding, mirror }: MirrorView): 'create' | 'delete' | 'rest' {
  if (isEnding) return 'rest';
  if (mirror === undefined) return desired === undefined ? 'rest' : 'create';
  const isRight = desired !== undefined && isMirrorOf(mirror, desired) && mirror.metadata?.deletionTimestamp === undefined;
  return isRight ? 'rest' : 'delete';
}

/** Mirror pod to create, owned by the Node. Models `CreateMirrorPod` of `pkg/kubelet/pod/mirror_client.go`. */
export function mirrorOf(pod: Pod, node: { readonly name: string; readonly uid: string }): Pod {
  const { status: _, ...mirror }: Pod = copy(pod);
  const metadata = metadataOf(mirror);
  metadata.annotations = { ...metadata.annotations, [MIRROR_POD]: metadata.annotations?.[CONFIG_HASH] ?? '' };
  metadata.ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: node.name, uid: node.uid, controller: true }];
  return mirror;
}
