import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE } from './cache.ts';
import { UnavailableError } from './unavailable-error.ts';

/** Script of this tool, in `npm/`, that runs on a published package. */
export interface NpmProgram {
  /** `@dot-i/k8s-operator@1.3.9` */
  readonly npm: string;
  /** Name of the script. */
  readonly name: string;
}

/** Installs the package once, outside the repository, and copies the script beside it; returns the script. Rejects with UnavailableError. */
export async function installedProgram({ npm, name }: NpmProgram): Promise<string> {
  const folder = join(CACHE, `${name}-${npm.slice(npm.lastIndexOf('@') + 1)}`);
  mkdirSync(folder, { recursive: true });
  // npm writes this file at the end of an installation.
  if (!existsSync(join(folder, 'node_modules', '.package-lock.json'))) await install(npm, folder);
  const script = fileURLToPath(new URL(`../npm/${name}.mjs`, import.meta.url));
  const copy = join(folder, basename(script));
  copyFileSync(script, copy);
  return copy;
}

function install(npm: string, folder: string): Promise<void> {
  console.log(`installing ${npm}`);
  const args = ['install', '--prefix', folder, '--ignore-scripts', '--save-exact', '--no-audit', '--no-fund', npm];
  return new Promise((resolve, reject) => {
    execFile('npm', args, { cwd: folder }, (error, _, stderr) => {
      if (error === null) resolve();
      else reject(new UnavailableError(error.code === 'ENOENT' ? 'there is no npm' : `npm install: ${stderr.trim().split('\n').at(-1)}`));
    });
  });
}
