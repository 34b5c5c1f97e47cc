import { hexDigest, type ImageDescription } from '@klockwork/images';
import { copy } from '@klockwork/kernel';
import type { LabImage } from '@klockwork/resources';

/** Annotation with the description that a built-in Image was last written from, and its generation: user edits increment the generation. */
const CATALOGUE = 'klockwork.dev/catalogue';

const DIGEST_DIGITS = 12;

export function builtInImages(descriptions: readonly ImageDescription[]): LabImage[] {
  return descriptions.map((description, index) => ({
    metadata: {
      name: nameOf(description, descriptions.slice(index + 1)),
      labels: { 'klockwork.dev/built-in': 'true' },
      annotations: { [CATALOGUE]: mark(description, 1) },
    },
    spec: description,
  }));
}

/** Returns the image with a newer description; undefined if unchanged or edited. */
export function renewedImage(stored: LabImage, builtIn: LabImage): LabImage | undefined {
  const { metadata = {} } = stored;
  const { generation = 1, annotations = {} } = metadata;
  const description = builtIn.spec as ImageDescription;
  const [written, at] = (annotations[CATALOGUE] ?? '').split('@');
  if (at !== String(generation) || written === digestOf(description)) return undefined;
  const renewed = { ...annotations, [CATALOGUE]: mark(description, generation + 1) };
  return { ...copy(stored), metadata: { ...copy(metadata), annotations: renewed }, spec: copy(description) };
}

/** `nginx`, `traefik-whoami`, `registry.k8s.io-pause`; with its first tag where the repository is described again later: `php-fpm`. */
function nameOf({ repository, tags }: ImageDescription, later: readonly ImageDescription[]): string {
  const isRepeated = later.some((other) => other.repository === repository);
  const name = isRepeated ? `${repository}-${tags[0]}` : repository;
  return name.replace(/^docker\.io\/(?:library\/)?/, '').replace(/[^a-z0-9.-]/g, '-');
}

function mark(description: ImageDescription, generation: number): string {
  return `${digestOf(description)}@${generation}`;
}

function digestOf(description: ImageDescription): string {
  return hexDigest(JSON.stringify(description), DIGEST_DIGITS);
}
