import { type Catalogue, catalogueOf } from '@klockwork/images';
import type { Informer } from '@klockwork/informers';
import type { LabImage } from '@klockwork/resources';

/** What there is to pull: the Image objects of the lab, as the nodes of a process know them. */
export class ImageCatalogue {
  readonly #images: Informer<LabImage>;
  #known: Catalogue | undefined;

  constructor(images: Informer<LabImage>) {
    this.#images = images;
    images.onNotice(() => {
      this.#known = undefined;
    });
  }

  /** The newest catalogue; made anew only after an Image has changed. Where two have the same tag the first by name counts. */
  catalogue(): Catalogue {
    this.#known ??= catalogueOf(this.#images.list().flatMap(({ spec }) => (spec === undefined ? [] : [spec])));
    return this.#known;
  }
}
