// Collects the licences of the packages that a bundle contains: each asks that its text goes with its code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE = /^(?:licen[cs]e|notice|copying)/i;

/** Returns one text with the name, the version and the licence of each package that one of `inputs` is a file of. `inputs`: paths from `root`. */
export function licencesOf(inputs, root) {
  const folders = new Set(inputs.map((input) => PACKAGE.exec(input)?.[1]).filter((folder) => folder !== undefined));
  const parts = [...folders].sort().map((folder) => licenceOf(join(root, folder)));
  return `Klockwork contains these packages.\n\n${parts.join('\n')}`;
}

function licenceOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => LICENCE.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const by = typeof author === 'string' ? author : author?.name;
  return `== ${name} ${version} (${license}${by === undefined ? '' : `, ${by}`})\n\n${texts.map((text) => `${text}\n\n`).join('')}`;
}
