import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Name in the manifest of the product: the root of the repository, or the package that people install. */
const PRODUCT = 'klockwork';

/** Returns the folder of the product's package.json: the nearest of that name above this file, which may be a source, compiled, or bundled. */
export function productFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (nameOf(folder) !== PRODUCT) {
    if (folder === dirname(folder)) throw new Error(`no package.json named "${PRODUCT}" above ${import.meta.url}`);
    folder = dirname(folder);
  }
  return folder;
}

function nameOf(folder: string): string | undefined {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name : undefined;
}
