import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './cache.ts';
import { UnavailableError } from './unavailable-error.ts';

/** Program of a Go module, at a pinned version. */
export interface GoProgram {
  /** `k8s.io/kube-state-metrics/v2@v2.15.0` */
  readonly module: string;
  /** Package of the program in the module: `./cmd/webhook`. */
  readonly package: string;
  /** Name of the built file. */
  readonly name: string;
}

/** Builds a program once, outside the repository; returns its file. Rejects with UnavailableError without Go or its module. */
export async function builtProgram(program: GoProgram): Promise<string> {
  const { module, package: packagePath, name } = program;
  const version = module.slice(module.lastIndexOf('@') + 1);
  const file = join(CACHE, `${name}-${version}`);
  if (existsSync(file)) return file;
  mkdirSync(CACHE, { recursive: true });
  const folder = await moduleFolder(module);
  console.log(`building ${name} ${version}`);
  await go('build', '-C', folder, '-o', file, packagePath);
  return file;
}

/** Returns the folder with the files of a module. Rejects with UnavailableError. */
export async function moduleFolder(module: string): Promise<string> {
  return (JSON.parse(await go('mod', 'download', '-json', module)) as { readonly Dir: string }).Dir;
}

/** Returns the output of the go command, with the cache as its working folder. Rejects with UnavailableError. */
export function go(...args: string[]): Promise<string> {
  const env = { ...process.env, CGO_ENABLED: '0', PATH: `${process.env.PATH}:/usr/local/go/bin` };
  return new Promise((resolve, reject) => {
    execFile('go', args, { cwd: CACHE, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new UnavailableError(error.code === 'ENOENT' ? 'there is no Go' : `go ${args[0]}: ${stderr.trim().split('\n').at(-1)}`));
    });
  });
}
