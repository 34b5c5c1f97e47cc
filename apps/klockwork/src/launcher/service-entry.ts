import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The file to run for the service `app`: its bundle, which starts sooner, when the last build made one (`npm run build`);
 * its compiled sources when something was compiled since.
 */
export function serviceEntry(app: string): string {
  const main = fileURLToPath(import.meta.resolve(`@klockwork/${app}-app`));
  const bundle = join(dirname(main), 'bundle.js');
  // TypeScript renews this note when the app, or anything that it imports, was compiled.
  return modifiedMs(bundle) > modifiedMs(join(dirname(main), '.tsbuildinfo')) ? bundle : main;
}

/** 0 when there is no such file. */
function modifiedMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
