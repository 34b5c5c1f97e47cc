import { statSync } from 'node:fs';
import { join } from 'node:path';
import { productFolder } from '../product-folder.ts';

/**
 * Returns the file to run for the service `app`: its bundle, which starts sooner. In the repository, its compiled sources when something
 * was compiled since the last `npm run build`.
 */
export function serviceEntry(app: string): string {
  const bundle = join(productFolder(), 'dist', `${app}.js`);
  const compiled = join(productFolder(), 'apps', app, 'dist');
  // TypeScript renews this note when the app, or anything that it imports, was compiled. An installed package has the bundle alone.
  return modifiedMs(bundle) > modifiedMs(join(compiled, '.tsbuildinfo')) ? bundle : join(compiled, 'main.js');
}

/** 0 when there is no such file. */
function modifiedMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
