import type { ContainerImage } from '@klockwork/kubernetes-types';
import type { LocalImage } from '@klockwork/pod-lifecycle';

/** Upstream's nodeStatusMaxImages and `MaxNamesPerImageInNodeStatus`. */
const IMAGES_MAX = 50;
const NAMES_MAX = 5;

/** Returns the images of a node's status, largest first. Models `Images` of `pkg/kubelet/nodestatus/setters.go`. */
export function nodeImages(images: readonly LocalImage[]): ContainerImage[] {
  return [...images]
    .sort((a, b) => b.sizeBytes - a.sizeBytes || (a.id > b.id ? -1 : 1))
    .slice(0, IMAGES_MAX)
    .map(({ names, sizeBytes }) => ({ names: names.slice(0, NAMES_MAX), sizeBytes }));
}
