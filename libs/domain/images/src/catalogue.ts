import { APPLICATIONS } from './catalogue/applications.ts';
import { BASE_IMAGES } from './catalogue/base-images.ts';
import { DATABASES } from './catalogue/databases.ts';
import { KUBERNETES_IMAGES } from './catalogue/kubernetes-images.ts';
import { LANGUAGES } from './catalogue/languages.ts';
import { WEB_SERVERS } from './catalogue/web-servers.ts';
import type { Image } from './image.ts';

/** Images by repository. */
export type Catalogue = ReadonlyMap<string, readonly Image[]>;

/** A catalogue of `images`. A repository may come more than once, with other tags. */
export function catalogueOf(images: readonly Image[]): Catalogue {
  const catalogue = new Map<string, Image[]>();
  for (const image of images) {
    const known = catalogue.get(image.repository);
    if (known === undefined) catalogue.set(image.repository, [image]);
    else known.push(image);
  }
  return catalogue;
}

/** The well-known images that every lab has. */
export const BUILT_IN_CATALOGUE: Catalogue = catalogueOf([
  ...BASE_IMAGES,
  ...WEB_SERVERS,
  ...DATABASES,
  ...LANGUAGES,
  ...KUBERNETES_IMAGES,
  ...APPLICATIONS,
]);
