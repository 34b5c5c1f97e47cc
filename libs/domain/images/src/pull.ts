import type { Catalogue } from './catalogue.ts';
import { imageDigest } from './digest.ts';
import type { Image } from './image.ts';
import { type ImageReference, invalidNameText, parseReference, referenceText, repositoryText } from './reference.ts';

/** An image that was found under a name. */
export interface ResolvedImage {
  readonly image: Image;
  /** `docker.io/library/nginx:latest`, the name in `status.containerStatuses[].image` */
  readonly name: string;
  /** `docker.io/library/nginx@sha256:…` */
  readonly imageId: string;
  readonly sizeBytes: number;
  /** The version the tag names, or `latest`. */
  readonly version: string;
}

/** Why an image cannot be had: the kubelet's reason, and the runtime's text. */
export interface PullRefusal {
  readonly reason: 'InvalidImageName' | 'ErrImagePull';
  readonly message: string;
}

/** What a user of a lab can do about it. */
const ADVICE =
  '; add it to the lab with an Image object of klockwork.dev/v1alpha1 (kubectl explain image.spec), or see what there is: kubectl get images';

/** Finds `name` in `catalogue`, or says why not in containerd's words. */
export function resolveImage(catalogue: Catalogue, name: string): ResolvedImage | PullRefusal {
  const reference = parseReference(name);
  if (reference === undefined) return invalidName(name);
  const image = catalogue.get(repositoryText(reference))?.find((candidate) => hasVersion(candidate, reference));
  return image === undefined ? notFound(referenceText(reference)) : resolved(image, reference);
}

function hasVersion(image: Image, { tag, digest }: ImageReference): boolean {
  if (tag !== undefined && !image.tags.test(tag)) return false;
  // Only digests that this catalogue gave out exist: those of its own tags.
  return digest === undefined || digest === digestOf(image, tag ?? 'latest');
}

/** Another description is another image, as another build would be. */
function digestOf({ repository, description }: Image, tag: string): string {
  return imageDigest(`${repository}:${tag} ${canonicalJson(description)}`);
}

/** JSON with the keys of every object in order: the same for a description that was written in another order. */
function canonicalJson(value: unknown): string {
  const sorted = (_: string, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return JSON.stringify(value, sorted);
}

function resolved(image: Image, reference: ImageReference): ResolvedImage {
  const tag = reference.tag ?? 'latest';
  const digest = digestOf(image, tag);
  return {
    image,
    name: reference.tag === undefined ? `${image.repository}@${digest}` : `${image.repository}:${tag}`,
    imageId: `${image.repository}@${digest}`,
    sizeBytes: image.sizeBytes,
    version: /^v?(\d[\d.]*)/.exec(tag)?.[1] ?? tag,
  };
}

// Where containerd would ask a registry we look in a catalogue; the words are containerd's, and then how to help it.
function notFound(reference: string): PullRefusal {
  return {
    reason: 'ErrImagePull',
    message: `rpc error: code = NotFound desc = failed to pull and unpack image "${reference}": failed to resolve reference "${reference}": ${reference}: not found${ADVICE}`,
  };
}

function invalidName(name: string): PullRefusal {
  return { reason: 'InvalidImageName', message: invalidNameText(name) };
}
