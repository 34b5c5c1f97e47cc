import { copy } from '@klockwork/kernel';
import { MIRROR_POD, metadataOf, type Pod } from '@klockwork/resources';
import { CONFIG_HASH } from './read-manifest.ts';

/** What a node looks at to decide what becomes of the API's copy of a pod that it runs from a manifest. */
export interface MirrorView {
  /** The pod that is to be shown; undefined when its manifest is gone. */
  readonly wanted?: Pod;
  /** The pod that the copy shows is still coming to its end: its copy stays as long. */
  readonly isEnding: boolean;
  /** The copy, as far as the API has one. */
  readonly mirror?: Pod;
}

/** True for the API's copy of a pod that a node runs from a manifest. Models `IsMirrorPod`. */
export function isMirrorPod({ metadata }: Pod): boolean {
  return metadata?.annotations?.[MIRROR_POD] !== undefined;
}

/** True when `mirror` is the copy of just this pod. Models `IsMirrorPodOf` of pkg/kubelet/pod. */
export function isMirrorOf(mirror: Pod, pod: Pod): boolean {
  return mirror.metadata?.annotations?.[MIRROR_POD] === pod.metadata?.annotations?.[CONFIG_HASH];
}

/**
 * The copy has to be deleted when nothing is behind it, when somebody deletes it, and when it shows what was; it is created when there is
 * none. Models `tryReconcileMirrorPods` and `deleteOrphanedMirrorPods` of pkg/kubelet.
 */
export function decideMirror({ wanted, isEnding, mirror }: MirrorView): 'create' | 'delete' | 'rest' {
  if (isEnding) return 'rest';
  if (mirror === undefined) return wanted === undefined ? 'rest' : 'create';
  const isRight = wanted !== undefined && isMirrorOf(mirror, wanted) && mirror.metadata?.deletionTimestamp === undefined;
  return isRight ? 'rest' : 'delete';
}

/** The copy as it is created, owned by the Node. Models `CreateMirrorPod` of `pkg/kubelet/pod/mirror_client.go`. */
export function mirrorOf(pod: Pod, node: { readonly name: string; readonly uid: string }): Pod {
  const { status: _, ...mirror }: Pod = copy(pod);
  const metadata = metadataOf(mirror);
  metadata.annotations = { ...metadata.annotations, [MIRROR_POD]: metadata.annotations?.[CONFIG_HASH] ?? '' };
  metadata.ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: node.name, uid: node.uid, controller: true }];
  return mirror;
}
