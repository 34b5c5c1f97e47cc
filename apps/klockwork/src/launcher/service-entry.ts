import { globSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where TypeScript notes each build of a package; newer than a bundle, they make it old. */
const BUILDS = ['apps/*/dist/.tsbuildinfo', 'libs/*/dist/.tsbuildinfo', 'libs/*/*/dist/.tsbuildinfo'];

/**
 * The file to run for the service `app`: its bundle, which starts sooner, when the last build made one (`npm run build`);
 * its compiled sources when something was compiled since.
 */
export function serviceEntry(app: string): string {
  const main = fileURLToPath(import.meta.resolve(`@klockwork/${app}-app`));
  const bundle = join(dirname(main), 'bundle.js');
  return modifiedMs(bundle) > newestBuildMs(join(dirname(main), '../../..')) ? bundle : main;
}

function newestBuildMs(root: string): number {
  return Math.max(...globSync(BUILDS, { cwd: root }).map((file) => modifiedMs(join(root, file))));
}

/** 0 when there is no such file. */
function modifiedMs(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
