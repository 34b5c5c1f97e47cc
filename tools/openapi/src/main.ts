import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateDefinitions } from './generate.ts';
import { readSources } from './read-sources.ts';

/** Where `libs/domain/openapi` imports the definitions from. The folder is not kept in the repository. */
const target = fileURLToPath(new URL('../../../libs/domain/openapi/src/generated/definitions.json', import.meta.url));

const text = `${JSON.stringify(generateDefinitions(readSources()))}\n`;
mkdirSync(dirname(target), { recursive: true });
// Written only when it changed, so that a build that finds nothing new stays cached.
if (readIfThere(target) !== text) writeFileSync(target, text);

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
