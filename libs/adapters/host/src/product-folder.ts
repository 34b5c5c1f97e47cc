import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Package name of the repository root, and of the published package. */
const PRODUCT = 'klockwork';

/** Returns the folder of the nearest package.json of that name above this file, which may be source, compiled, or bundled. */
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
