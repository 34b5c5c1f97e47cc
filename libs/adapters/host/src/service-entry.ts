import { statSync } from 'node:fs';
import { join } from 'node:path';
import { productFolder } from './product-folder.ts';

/**
 * Returns the script of service `app`: its bundle, which starts faster. In the repository, compiled sources if newer than the last `npm run
 * build`.
 */
export function serviceEntry(app: string): string {
  const bundle = join(productFolder(), 'dist', `${app}.js`);
  const compiled = join(productFolder(), 'apps', app, 'dist');
  // TypeScript renews this file after compilation of the app or its imports. Installed packages contain the bundle only.
  return modifiedMs(bundle) > modifiedMs(join(compiled, '.tsbuildinfo')) ? bundle : join(compiled, 'main.js');
}

/** Returns 0 for a missing file. */
function modifiedMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
