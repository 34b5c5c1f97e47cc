import { hexDigest, type ImageDescription } from '@klockwork/images';
import { copy, deepFreeze } from '@klockwork/kernel';
import type { LabImage } from '@klockwork/resources';

/** Annotation with the description that a built-in Image was last written from, and its generation: user edits increment the generation. */
const CATALOGUE = 'klockwork.dev/catalogue';

const DIGEST_DIGITS = 12;

/** Lists by descriptions: all clusters of a process share them. */
const lists = new WeakMap<readonly ImageDescription[], readonly LabImage[]>();

export function builtInImages(descriptions: readonly ImageDescription[]): readonly LabImage[] {
  const images = lists.get(descriptions) ?? deepFreeze(imagesOf(descriptions));
  lists.set(descriptions, images);
  return images;
}

function imagesOf(descriptions: readonly ImageDescription[]): LabImage[] {
  const later = new Set<string>();
  const images = descriptions.toReversed().map((description) => {
    const name = nameOf(description, later.has(description.repository));
    later.add(description.repository);
    const metadata = { name, labels: { 'klockwork.dev/built-in': 'true' }, annotations: { [CATALOGUE]: mark(description, 1) } };
    return { metadata, spec: description };
  });
  return images.reverse();
}

/** Returns the image with a newer description; undefined if unchanged or edited. */
export function renewedImage(storedImage: LabImage, builtIn: LabImage): LabImage | undefined {
  const { metadata = {} } = storedImage;
  const { generation = 1, annotations = {} } = metadata;
  const description = builtIn.spec as ImageDescription;
  const [writtenMark, at] = (annotations[CATALOGUE] ?? '').split('@');
  if (at !== String(generation) || writtenMark === digestOf(description)) return undefined;
  const renewedAnnotations = { ...annotations, [CATALOGUE]: mark(description, generation + 1) };
  return { ...copy(storedImage), metadata: { ...copy(metadata), annotations: renewedAnnotations }, spec: copy(description) };
}

/** `nginx`, `traefik-whoami`, `registry.k8s.io-pause`; with its first tag where the repository is described again later: `php-fpm`. */
function nameOf({ repository, tags }: ImageDescription, isRepeated: boolean): string {
  const name = isRepeated ? `${repository}-${tags[0]}` : repository;
  return name.replace(/^docker\.io\/(?:library\/)?/, '').replace(/[^a-z0-9.-]/g, '-');
}

function mark(description: ImageDescription, generation: number): string {
  return `${digestOf(description)}@${generation}`;
}

/** Digests by description: those of the catalogue never change, and each start compares all of them. */
const digests = new WeakMap<ImageDescription, string>();

function digestOf(description: ImageDescription): string {
  const digest = digests.get(description) ?? hexDigest(JSON.stringify(description), DIGEST_DIGITS);
  digests.set(description, digest);
  return digest;
}
