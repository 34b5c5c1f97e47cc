import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE } from './cache.ts';
import { go, moduleFolder } from './go-program.ts';

/** Go program of this repository. */
export interface OwnProgram {
  /** Folder in the repository. */
  readonly own: string;
  readonly name: string;
  /** Module that the program builds upon, at a pinned version; absent: the folder is a module with tests. */
  readonly base?: string;
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Module with the clock adapter. */
export const CLOCK_MODULE = 'tools/clients/go/clock';

/** Builds a program of the repository, or the tests of a module, once for each state of its sources. Rejects with UnavailableError. */
export async function ownProgram(program: OwnProgram): Promise<string> {
  const { own, name, base } = program;
  const file = join(CACHE, `${name}-${hashOf(own, CLOCK_MODULE, base ?? '')}`);
  if (existsSync(file)) return file;
  mkdirSync(CACHE, { recursive: true });
  if (base === undefined) await go('test', '-C', join(ROOT, own), '-c', '-o', file, '.');
  else {
    console.log(`building ${name}`);
    await go('build', '-C', await moduleUpon(base, program), '-mod=mod', '-o', file, '.');
  }
  return file;
}

/** Writes a module around the program, with the exact dependencies of its base; returns its folder. */
async function moduleUpon(base: string, { own, name }: OwnProgram): Promise<string> {
  const folder = join(CACHE, `${name}-module`);
  mkdirSync(folder, { recursive: true });
  for (const source of sourcesOf(own)) copyFileSync(join(ROOT, own, source), join(folder, source));
  const upstream = await moduleFolder(base);
  const [path, version] = base.split('@');
  const additions = [
    `require ${path} ${version}`,
    'require klockwork.dev/clock v0.0.0',
    `replace klockwork.dev/clock => ${join(ROOT, CLOCK_MODULE)}`,
  ];
  const text = readFileSync(join(upstream, 'go.mod'), 'utf8').replace(/^module .*$/m, 'module klockwork.dev/program');
  writeFileSync(join(folder, 'go.mod'), `${text}\n${additions.join('\n')}\n`);
  copyFileSync(join(upstream, 'go.sum'), join(folder, 'go.sum'));
  return folder;
}

function hashOf(own: string, clock: string, base: string): string {
  const hash = createHash('sha256').update(base);
  for (const folder of new Set([own, clock])) for (const file of sourcesOf(folder)) hash.update(readFileSync(join(ROOT, folder, file)));
  return hash.digest('hex').slice(0, 12);
}

function sourcesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.go'))
    .sort();
}
