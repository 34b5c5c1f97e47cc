import { originOf } from './catalogue/mirrors.ts';
import type { Catalogue } from './catalogue.ts';
import { imageDigest } from './digest.ts';
import type { Image } from './image.ts';
import { familiarName, type ImageReference, invalidNameText, parseReference, referenceText, repositoryText } from './reference.ts';

/** Image found by name. */
export interface ResolvedImage {
  readonly image: Image;
  /** `docker.io/library/nginx:latest`, the name in `status.containerStatuses[].image` */
  readonly name: string;
  /** `docker.io/library/nginx@sha256:…` */
  readonly imageId: string;
  readonly sizeBytes: number;
  /** Version mapped from the tag; default: the tag. */
  readonly version: string;
}

/** Failure of a pull: kubelet reason and runtime message. */
export interface PullRefusal {
  readonly reason: 'InvalidImageName' | 'ErrImagePull';
  readonly message: string;
}

/** Finds `name` in `catalogue`, or returns a refusal in containerd's words. */
export function resolveImage(catalogue: Catalogue, name: string): ResolvedImage | PullRefusal {
  const reference = parseReference(name);
  if (reference === undefined) return invalidName(name);
  const image = findImage(catalogue, reference);
  return image === undefined ? notFound(reference) : resolved(image, reference);
}

/** A repository that is described runs as described, also with a tag or digest that only a pattern or a bare Image allows. */
function findImage({ byRepository, patterns }: Catalogue, reference: ImageReference): Image | undefined {
  const repository = repositoryText(reference);
  const describedImages = byRepository.get(repository) ?? byRepository.get(originOf(repository)) ?? [];
  const best =
    describedImages.find((candidate) => hasVersion(candidate, reference)) ??
    allowed(catalogueImages(describedImages, patterns, repository), reference);
  if (best === undefined || !best.isBare) return best;
  return describedImages.find(({ isBare }) => !isBare) ?? best;
}

/** Bare images of the repository, then matching patterns. */
function catalogueImages(images: readonly Image[], patterns: Catalogue['patterns'], repository: string): readonly Image[] {
  return [
    ...images.filter(({ isBare }) => isBare),
    ...patterns.filter(({ matcher }) => matcher.test(repository)).map(({ image }) => image),
  ];
}

/** Returns the first image that allows the tag. Bare images and patterns allow any digest. */
function allowed(images: readonly Image[], { tag }: ImageReference): Image | undefined {
  return images.find(({ tags }) => tag === undefined || tags.test(tag));
}

function hasVersion(image: Image, reference: ImageReference): boolean {
  const { tag, digest } = reference;
  if (tag !== undefined && !image.tags.test(tag)) return false;
  // Only digests of the catalogue's own tags exist.
  return digest === undefined || image.isStandIn || digest === digestOf(image, { ...reference, tag: tag ?? 'latest' });
}

/** Digests by image and name: a thousand pods of one image pull it a thousand times. */
const digests = new WeakMap<Image, Map<string, string>>();

/** Another description is another image, as another build would be. */
function digestOf(image: Image, { tag = 'latest', ...reference }: ImageReference): string {
  const name = `${repositoryText({ ...reference, tag })}:${tag}`;
  const ofImage = digests.get(image) ?? new Map<string, string>();
  const digest = ofImage.get(name) ?? imageDigest(`${name} ${canonicalJson(image.description)}`);
  digests.set(image, ofImage.set(name, digest));
  return digest;
}

/** JSON with sorted keys: equal for reordered descriptions. */
function canonicalJson(value: unknown): string {
  const sorted = (_: string, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return JSON.stringify(value, sorted);
}

function resolved(image: Image, reference: ImageReference): ResolvedImage {
  const tag = reference.tag ?? 'latest';
  const digest = reference.digest ?? digestOf(image, reference);
  const repository = repositoryText(reference);
  return {
    image,
    name: reference.tag === undefined ? `${repository}@${digest}` : `${repository}:${tag}`,
    imageId: `${repository}@${digest}`,
    sizeBytes: image.sizeBytes,
    version: versionOf(image, tag),
  };
}

/** `1.29.3` for `1.29-alpine`, `latest` and `alpine` by the image's versions; otherwise the tag's leading number, or the tag. */
function versionOf({ versions }: Pick<Image, 'versions'>, tag: string): string {
  const [base = ''] = tag.replace(/^v(?=\d)/, '').split('-');
  const number = /^\d[\d.]*/.exec(base)?.[0];
  return (Object.hasOwn(versions, base) ? versions[base] : (number ?? versions[''])) ?? tag;
}

// Message for an image missing in the catalogue: containerd's text, followed by a remedy.
function notFound(reference: ImageReference): PullRefusal {
  const name = referenceText(reference);
  const refusal = `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${name}: not found`;
  return { reason: 'ErrImagePull', message: `${refusal}; to run it as a stand-in: npx klockwork images allow ${familiarName(reference)}` };
}

function invalidName(name: string): PullRefusal {
  return { reason: 'InvalidImageName', message: invalidNameText(name) };
}
