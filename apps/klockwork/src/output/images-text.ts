import type { ImageDescription } from '@klockwork/images';
import type { LabImage } from '@klockwork/resources';
import { imageObject } from '../images/image-objects.ts';
import { printable, printableJson } from './printable.ts';
import { yamlText } from './yaml-text.ts';

/** The formats of `-o`. */
export const IMAGES_FORMATS = ['yaml', 'json', 'name'] as const;

export type ImagesFormat = (typeof IMAGES_FORMATS)[number];

const TAGS_SHOWN = 3;

/** The columns NAME, REPOSITORY, TAGS and RUNS of an Image. */
export function imageRow({ metadata, spec }: LabImage): string[] {
  const { repository = '', tags = [] } = spec ?? {};
  const shown = tags.slice(0, TAGS_SHOWN).join(',');
  const tagsText = tags.length > TAGS_SHOWN ? `${shown},...` : shown;
  return printable([metadata?.name ?? '', repository, tagsText, spec === undefined ? '' : runsText(spec)]);
}

/** `stand-in`, `web on 80, 8080`, `sh`. */
function runsText({ entrypoint = [], command = [], programs = {} }: ImageDescription): string {
  const words = [...entrypoint, ...command].map((word) => word.slice(word.lastIndexOf('/') + 1));
  if (words.length === 0 && Object.keys(programs).length === 0) return 'stand-in';
  const name = words.find((word) => programs[word]?.runsArguments !== true) ?? Object.keys(programs)[0] ?? '';
  const { listens = [], otherwise, exits } = programs[name] ?? {};
  const ports = [...listens, ...(otherwise?.listens ?? [])].map(({ port }) => port);
  if (exits !== undefined) return `${name}, ends with ${exits.code ?? 0}`;
  return ports.length === 0 ? name : `${name} on ${ports.join(', ')}`;
}

/** Images as `-o` prints them. */
export function imagesText(labImages: readonly LabImage[], output: ImagesFormat): string {
  if (output === 'name') return labImages.map(({ metadata }) => printable(`image.klockwork.dev/${metadata?.name}`)).join('\n');
  const items = labImages.map(({ metadata, spec }) => ({ ...imageObject(spec as ImageDescription), metadata: { name: metadata?.name } }));
  const [only] = items;
  const shown = items.length === 1 && only !== undefined ? only : { apiVersion: 'v1', kind: 'List', items };
  return output === 'json' ? printableJson(JSON.stringify(shown, undefined, 2)) : yamlText(shown);
}
