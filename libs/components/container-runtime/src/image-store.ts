import { parseReference, type ResolvedImage } from '@klockwork/images';
import type { LocalImage } from '@klockwork/pod-lifecycle';

/** The images that a node has on its disk, as they were when they were pulled. */
export class ImageStore {
  readonly #byName = new Map<string, ResolvedImage>();

  /** Whether the node has these layers, under whatever name. */
  hasLayers(imageId: string): boolean {
    return this.#byName.has(imageId);
  }

  /** Keeps what was pulled. A tag leads to what was pulled last. */
  add(resolved: ResolvedImage): void {
    this.#byName.set(resolved.name, resolved);
    this.#byName.set(resolved.imageId, resolved);
  }

  /** Forgets an image under all its names. */
  remove(imageId: string): void {
    for (const [name, resolved] of this.#byName) if (resolved.imageId === imageId) this.#byName.delete(name);
  }

  /** The image under a name as pods write it. */
  find(image: string): ResolvedImage | undefined {
    const reference = parseReference(image);
    if (reference === undefined) return undefined;
    const { registry, repository, tag, digest } = reference;
    const name = `${registry}/${repository}`;
    return this.#byName.get(digest === undefined ? `${name}:${tag}` : `${name}@${digest}`);
  }

  /** What all of them take on the disk. */
  get bytes(): number {
    return this.list().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** All images with their names, in the order in which they came. */
  list(): readonly LocalImage[] {
    const images = new Map<string, { id: string; names: string[]; sizeBytes: number }>();
    for (const { imageId, sizeBytes } of this.#byName.values()) images.set(imageId, { id: imageId, names: [imageId], sizeBytes });
    for (const [name, { imageId }] of this.#byName) if (name !== imageId) images.get(imageId)?.names.push(name);
    return [...images.values()];
  }
}
