import { type Catalogue, catalogueOf } from '@klockwork/images';
import type { Informer } from '@klockwork/informers';
import type { LabImage } from '@klockwork/resources';

/** Images available for pulls: the lab's Image objects, for all nodes of a process. */
export class ImageCatalogue {
  readonly #images: Informer<LabImage>;
  #catalogue: Catalogue | undefined;

  constructor(images: Informer<LabImage>) {
    this.#images = images;
    images.onNotice(() => {
      this.#catalogue = undefined;
    });
  }

  /** Resolves once all Images are known. */
  synced(): Promise<void> {
    return this.#images.synced();
  }

  /** Returns the newest catalogue, rebuilt after changes of Images. Among equal tags the first Image by name wins. */
  catalogue(): Catalogue {
    this.#catalogue ??= catalogueOf(this.#images.list().flatMap(({ spec }) => (spec === undefined ? [] : [spec])));
    return this.#catalogue;
  }
}
