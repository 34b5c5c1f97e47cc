import { catalogueOf, type ImageDescription, parseReference } from '@klockwork/images';
import type { LabImage } from '@klockwork/resources';
import { LabClient } from '../client/lab-client.ts';
import { describeMissing } from '../images/describe-missing.ts';
import { imageObject, listImages, type WrittenImage, writeImage } from '../images/image-objects.ts';
import { podsOf } from '../images/manifest-pods.ts';
import { readManifests } from '../images/read-manifests.ts';
import { labFolder } from '../launcher/lab-folder.ts';
import { type ImagesFormat, imageRow, imagesText } from '../output/images-text.ts';
import { tableText } from '../output/table.ts';
import { UserError } from '../user-error.ts';

interface ListOptions {
  readonly data?: string;
  readonly output?: ImagesFormat;
}

interface WriteOptions extends ListOptions {
  readonly dryRun?: true;
}

/** The options of `klockwork images add`. */
export interface AddOptions extends WriteOptions {
  readonly port?: readonly number[];
  readonly output?: ImagesFormat;
  readonly exits?: number;
  readonly line?: readonly string[];
}

/** The options of `klockwork images from`. */
export interface FromOptions extends WriteOptions {
  readonly filename: readonly string[];
  readonly recursive?: true;
}

/** Prints available images. */
export async function images({ data, output }: ListOptions): Promise<void> {
  const labImages = await listImages(await LabClient.connect(labFolder(data)));
  if (output !== undefined) return printImages(labImages, output);
  console.log(tableText([['NAME', 'REPOSITORY', 'TAGS', 'RUNS'], ...labImages.map(imageRow)]));
}

/** Lets all images of a repository, or of all that match a pattern, run as stand-ins. */
export async function allowImages(pattern: string, options: WriteOptions): Promise<void> {
  const reference = parseReference(pattern);
  if (reference !== undefined && /[:@]/.test(pattern.slice(pattern.lastIndexOf('/') + 1)))
    throw new UserError(`a repository is allowed with all its tags: npx klockwork images allow ${pattern.replace(/[:@][^/]*$/, '')}`);
  await write([{ repository: pattern, tags: ['*'] }], options);
}

/** Describes one image. */
export async function addImage(image: string, options: AddOptions): Promise<void> {
  const reference = parseReference(image);
  if (reference === undefined) throw new UserError(`${image} is not the name of an image, as ghcr.io/shop/web:1.0`);
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  const program = repository.slice(repository.lastIndexOf('/') + 1);
  const { port = [], line, exits } = options;
  const listens = port.map((number) => ({ port: number, protocol: 'ANY' as const }));
  const behavior = {
    ...(line && { output: line }),
    ...(listens.length > 0 && { listens }),
    ...(exits !== undefined && { exits: { after: '1s', code: exits } }),
  };
  const described = { standIn: true, entrypoint: [program], programs: { [program]: behavior } };
  await write([{ repository, tags: [reference.tag ?? '*'], ...(Object.keys(behavior).length > 0 && described) }], options);
}

/** Describes all images of manifests that the lab does not know. */
export async function imagesFrom({ filename, recursive, ...options }: FromOptions): Promise<void> {
  const client = await LabClient.connect(labFolder(options.data));
  const pods = readManifests(filename, recursive === true).flatMap(podsOf);
  const descriptions = (await listImages(client)).flatMap(({ spec }) => (spec === undefined ? [] : [spec]));
  const missing = describeMissing(pods, catalogueOf(descriptions));
  if (missing.length === 0 && options.output === undefined)
    console.log(
      pods.length === 0 ? 'no pods and no templates of pods found' : `nothing to add: all images of ${pods.length} pods are known`,
    );
  else await write(missing, options);
}

/** Writes Images and prints what became of each. */
async function write(descriptions: readonly ImageDescription[], { data, dryRun, output }: WriteOptions): Promise<void> {
  const client = await LabClient.connect(labFolder(data));
  const images: WrittenImage[] = [];
  for (const description of descriptions)
    images.push(dryRun ? { image: imageObject(description), outcome: 'created' } : await writeImage(client, description));
  if (output !== undefined)
    return printImages(
      images.map(({ image }) => image),
      output,
    );
  const rows = images.map(({ image, outcome }) => [...imageRow(image), dryRun ? `${outcome} (dry run)` : outcome]);
  console.log(tableText([['NAME', 'REPOSITORY', 'TAGS', 'RUNS', 'OUTCOME'], ...rows]));
}

function printImages(labImages: readonly LabImage[], output: ImagesFormat): void {
  if (output !== 'name' || labImages.length > 0) console.log(imagesText(labImages, output));
}
