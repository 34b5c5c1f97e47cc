import type { ImageDescription } from '@klockwork/images';
import type { LabImage } from '@klockwork/resources';
import { type LabClient, Refusal } from '../client/lab-client.ts';
import { UserError } from '../user-error.ts';

const PATH = '/apis/klockwork.dev/v1alpha1/images';
const NOT_FOUND = 404;
const CONFLICT = 409;
const NAME_LENGTH_MAX = 253;

/** Written Image, and write result. */
export interface WrittenImage {
  readonly image: LabImage;
  readonly outcome: 'created' | 'configured' | 'unchanged';
}

export async function listImages(client: LabClient): Promise<readonly LabImage[]> {
  return (await client.getJson<{ items: LabImage[] }>(PATH)).items;
}

/** Returns an Image for a description, named like built-in ones: `ghcr.io-shop-web`, `any` for `*`. */
export function imageObject(spec: ImageDescription): LabImage {
  return { apiVersion: 'klockwork.dev/v1alpha1', kind: 'Image', metadata: { name: nameOf(spec.repository) }, spec };
}

/** Creates an Image, or adds missing tags to an existing Image of the repository. Throws UserError for a foreign Image under this name. */
export async function writeImage(client: LabClient, spec: ImageDescription): Promise<WrittenImage> {
  const object = imageObject(spec);
  try {
    return { image: await client.postJson(PATH, object), outcome: 'created' };
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== CONFLICT) throw error;
    return addTags(client, `${PATH}/${object.metadata?.name}`, spec);
  }
}

/** Enables or disables stand-ins for unknown images. */
export async function chooseImages(client: LabClient, which: 'known' | 'any'): Promise<void> {
  if (which === 'any') {
    await writeImage(client, { repository: '*', tags: ['*'] });
    return;
  }
  try {
    await client.delete(`${PATH}/${nameOf('*')}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== NOT_FOUND) throw error;
  }
}

async function addTags(client: LabClient, path: string, { repository, tags }: ImageDescription): Promise<WrittenImage> {
  const existing = await client.getJson<LabImage>(path);
  const { repository: other = '', tags: had = [] } = existing.spec ?? {};
  if (nameOf(other) !== nameOf(repository) || familiar(other) !== familiar(repository))
    throw new UserError(
      `the Image ${existing.metadata?.name} is there for ${other}: describe ${repository} under another name with kubectl`,
    );
  const lacking = tags.filter((tag) => !had.includes(tag));
  if (lacking.length === 0) return { image: existing, outcome: 'unchanged' };
  return { image: await client.mergeJson(path, { spec: { tags: [...had, ...lacking] } }), outcome: 'configured' };
}

function nameOf(repository: string): string {
  const name = familiar(repository)
    .replace(/\*+/g, 'any')
    .replace(/[^a-z0-9.-]+/g, '-');
  return name.replace(/^[.-]+|[.-]+$/g, '').slice(0, NAME_LENGTH_MAX);
}

function familiar(repository: string): string {
  return repository.replace(/^docker\.io\/(?:library\/)?/, '');
}
