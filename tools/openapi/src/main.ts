import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateDefinitions } from './generate.ts';
import { readSources } from './read-sources.ts';
import { declareTypes } from './types/declare-types.ts';

// Git ignores both files: `libs/domain/openapi` imports the definitions, `libs/domain/kubernetes-types` exports the types.
const definitions = generateDefinitions(readSources());
write('libs/domain/openapi/src/generated/definitions.json', `${JSON.stringify(definitions)}\n`);
write('libs/domain/kubernetes-types/src/generated/types.ts', declareTypes(definitions));

// Skips a file whose text stays the same, so that a build that finds nothing new stays cached.
function write(path: string, text: string): void {
  const target = fileURLToPath(new URL(`../../../${path}`, import.meta.url));
  if (readIfThere(target) === text) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
