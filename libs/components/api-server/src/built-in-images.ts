import { BUILT_IN_IMAGES, hexDigest, type ImageDescription } from '@klockwork/images';
import { copy } from '@klockwork/kernel';
import type { LabImage } from '@klockwork/resources';

/** Says which description a built-in Image was last written from, and at which generation: someone who edits it raises that. */
const CATALOGUE = 'klockwork.dev/catalogue';

/** The well-known images as objects of the API. */
export function builtInImages(): LabImage[] {
  return BUILT_IN_IMAGES.map((description) => ({
    metadata: {
      name: nameOf(description),
      labels: { 'klockwork.dev/built-in': 'true' },
      annotations: { [CATALOGUE]: mark(description, 1) },
    },
    spec: description,
  }));
}

/** The image with what is new of it in this catalogue; undefined when there is nothing new, or when somebody has edited it. */
export function renewedImage(stored: LabImage, builtIn: LabImage): LabImage | undefined {
  const { metadata = {} } = stored;
  const { generation = 1, annotations = {} } = metadata;
  const description = builtIn.spec as ImageDescription;
  const [written, at] = (annotations[CATALOGUE] ?? '').split('@');
  if (at !== String(generation) || written === digestOf(description)) return undefined;
  const renewed = { ...annotations, [CATALOGUE]: mark(description, generation + 1) };
  return { ...copy(stored), metadata: { ...copy(metadata), annotations: renewed }, spec: copy(description) };
}

/** `nginx`, `traefik-whoami`, `registry.k8s.io-pause`. */
function nameOf({ repository }: ImageDescription): string {
  return repository.replace(/^docker\.io\/(?:library\/)?/, '').replaceAll('/', '-');
}

function mark(description: ImageDescription, generation: number): string {
  return `${digestOf(description)}@${generation}`;
}

function digestOf(description: ImageDescription): string {
  return hexDigest(JSON.stringify(description)).slice(0, 12);
}
