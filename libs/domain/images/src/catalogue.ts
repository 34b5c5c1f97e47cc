import { APPLICATIONS } from './catalogue/applications.ts';
import { ARGO_CD } from './catalogue/argo-cd.ts';
import { BASE_IMAGES } from './catalogue/base-images.ts';
import { CLUSTER_ADDONS } from './catalogue/cluster-addons.ts';
import { COMMAND_IMAGES } from './catalogue/command-images.ts';
import { DATA_STORES } from './catalogue/data-stores.ts';
import { DATABASES } from './catalogue/databases.ts';
import { EXAMPLES } from './catalogue/examples.ts';
import { KUBERNETES_IMAGES } from './catalogue/kubernetes-images.ts';
import { LANGUAGES } from './catalogue/languages.ts';
import { MORE_LANGUAGES } from './catalogue/more-languages.ts';
import { OBSERVABILITY } from './catalogue/observability.ts';
import { SAMPLES } from './catalogue/samples.ts';
import { WEB_APPLICATIONS } from './catalogue/web-applications.ts';
import { WEB_SERVERS } from './catalogue/web-servers.ts';
import { compileImage } from './description/compile-image.ts';
import type { ImageDescription } from './description/image-description.ts';
import type { Image } from './image.ts';
import { compareSpecificity, isRepositoryPattern, repositoryMatcher } from './repository-pattern.ts';

/** Images that nodes can pull. */
export interface Catalogue {
  readonly byRepository: ReadonlyMap<string, readonly Image[]>;
  /** Images whose repository is a pattern, the most specific first. */
  readonly patterns: readonly PatternImage[];
}

/** Image for all repositories matching a pattern. */
export interface PatternImage {
  readonly matcher: RegExp;
  readonly image: Image;
}

/** Compiles valid descriptions. A repository may occur repeatedly with different tags: the first match applies. */
export function catalogueOf(descriptions: Iterable<ImageDescription>): Catalogue {
  const byRepository = new Map<string, Image[]>();
  const patterns: PatternImage[] = [];
  for (const description of descriptions) {
    const image = compiled(description);
    const images = byRepository.get(image.repository);
    if (isRepositoryPattern(image.repository)) patterns.push({ image, matcher: repositoryMatcher(image.repository) });
    else if (images === undefined) byRepository.set(image.repository, [image]);
    else images.push(image);
  }
  patterns.sort((a, b) => compareSpecificity(a.image.repository, b.image.repository));
  return { byRepository, patterns };
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
  ...DATA_STORES,
  ...WEB_APPLICATIONS,
  ...OBSERVABILITY,
  ...ARGO_CD,
  ...CLUSTER_ADDONS,
  ...EXAMPLES,
  ...MORE_LANGUAGES,
  ...COMMAND_IMAGES,
  ...SAMPLES,
];

let builtIn: Catalogue | undefined;

/** Returns the catalogue of built-in images, compiled at its first use, as most processes of a lab never need it. */
export function builtInCatalogue(): Catalogue {
  builtIn ??= catalogueOf(BUILT_IN_IMAGES);
  return builtIn;
}
