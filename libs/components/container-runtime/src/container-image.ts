import { behaviorAnnotation, type ResolvedImage, withBehavior } from '@klockwork/images';
import { type ContainerSpec, RuntimeError } from '@klockwork/pod-lifecycle';
import { argvOf } from './first-process.ts';
import type { ImageStore } from './image-store.ts';

/**
 * Resolves a container's image on its node, plus the program annotated on its pod. Throws RuntimeError for a missing image or an invalid
 * annotation.
 */
export function containerImage(images: ImageStore, spec: ContainerSpec): ResolvedImage {
  const pulledImage = images.find(spec.image);
  if (pulledImage === undefined) throw new RuntimeError(`failed to resolve image "${spec.image}": not found`);
  const annotation = behaviorAnnotation(spec.name);
  const behavior = spec.annotations[annotation];
  if (behavior === undefined) return pulledImage;
  const runnableImage = withBehavior(pulledImage, argvOf(spec, pulledImage), behavior);
  if ('problem' in runnableImage) throw new RuntimeError(`annotation ${annotation} is no program: ${runnableImage.problem}`);
  return runnableImage;
}
