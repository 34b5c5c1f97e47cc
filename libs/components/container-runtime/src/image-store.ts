import { type Catalogue, parseReference, type ResolvedImage, resolveImage } from '@klockwork/images';
import type { LocalImage } from '@klockwork/pod-lifecycle';

/** Images on a node's disk, in their state at pull time. */
export class ImageStore {
  readonly #byName = new Map<string, ResolvedImage>();

  /** Returns whether an image id exists, under any name. */
  hasLayers(imageId: string): boolean {
    return this.#byName.has(imageId);
  }

  /** Adds a pulled image; its tag now refers to it. */
  add(image: ResolvedImage): void {
    this.#byName.set(image.name, image);
    this.#byName.set(image.imageId, image);
  }

  /** Adds all images of the catalogue with these names. */
  restore(names: readonly string[], catalogue: Catalogue): void {
    for (const name of names) {
      const resolved = resolveImage(catalogue, name);
      if (!('reason' in resolved)) this.add(resolved);
    }
  }

  /** Removes an image with all its names. */
  remove(imageId: string): void {
    for (const [name, image] of this.#byName) if (image.imageId === imageId) this.#byName.delete(name);
  }

  /** Finds an image by name, as written in pod specs. */
  find(image: string): ResolvedImage | undefined {
    const reference = parseReference(image);
    if (reference === undefined) return undefined;
    const { registry, repository, tag, digest } = reference;
    const name = `${registry}/${repository}`;
    return this.#byName.get(digest === undefined ? `${name}:${tag}` : `${name}@${digest}`);
  }

  /** Disk bytes of all images. */
  get bytes(): number {
    return this.list().reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  /** Images with their names, oldest pull first. */
  list(): readonly LocalImage[] {
    const images = new Map<string, { id: string; names: string[]; sizeBytes: number }>();
    for (const { imageId, sizeBytes } of this.#byName.values()) images.set(imageId, { id: imageId, names: [imageId], sizeBytes });
    for (const [name, { imageId }] of this.#byName) if (name !== imageId) images.get(imageId)?.names.push(name);
    return [...images.values()];
  }
}
