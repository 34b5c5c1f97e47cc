import { APPLICATIONS } from './catalogue/applications.ts';
import { BASE_IMAGES } from './catalogue/base-images.ts';
import { DATABASES } from './catalogue/databases.ts';
import { KUBERNETES_IMAGES } from './catalogue/kubernetes-images.ts';
import { LANGUAGES } from './catalogue/languages.ts';
import { WEB_SERVERS } from './catalogue/web-servers.ts';
import { compileImage } from './description/compile-image.ts';
import type { ImageDescription } from './description/image-description.ts';
import type { Image } from './image.ts';

/** Images by repository. */
export type Catalogue = ReadonlyMap<string, readonly Image[]>;

/** A catalogue of valid descriptions. A repository may come more than once, with other tags: the first that has a tag counts. */
export function catalogueOf(descriptions: Iterable<ImageDescription>): Catalogue {
  const catalogue = new Map<string, Image[]>();
  for (const description of descriptions) {
    const image = compiled(description);
    const known = catalogue.get(image.repository);
    if (known === undefined) catalogue.set(image.repository, [image]);
    else known.push(image);
  }
  return catalogue;
}

const compiledImages = new WeakMap<ImageDescription, Image>();

/** Descriptions never change once they are in a catalogue: each is compiled once. */
function compiled(description: ImageDescription): Image {
  const image = compiledImages.get(description) ?? compileImage(description);
  compiledImages.set(description, image);
  return image;
}

/** The well-known images that every lab begins with. */
export const BUILT_IN_IMAGES: readonly ImageDescription[] = [
  ...BASE_IMAGES,
  ...WEB_SERVERS,
  ...DATABASES,
  ...LANGUAGES,
  ...KUBERNETES_IMAGES,
  ...APPLICATIONS,
];

/** The well-known images as a catalogue. */
export const BUILT_IN_CATALOGUE: Catalogue = catalogueOf(BUILT_IN_IMAGES);
