import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from './cache.ts';
import { UnavailableError } from './unavailable-error.ts';

/** Python interpreter with packages of the registry, at pinned versions. */
export interface PythonProgram {
  readonly python: readonly string[];
  readonly name: string;
}

/** Creates a virtual environment once, outside the repository; returns its interpreter. Rejects with UnavailableError. */
export async function installedPython({ python, name }: PythonProgram): Promise<string> {
  const folder = join(CACHE, `${name}-${python.join('-').replace(/[^\w.-]/g, '_')}`);
  const [interpreter, complete] = [join(folder, 'bin', 'python'), join(folder, 'complete')];
  if (existsSync(complete)) return interpreter;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(CACHE, { recursive: true });
  console.log(`installing ${python.join(', ')}`);
  await run('python3', '-m', 'venv', folder);
  await run(interpreter, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...python);
  mkdirSync(complete);
  return interpreter;
}

function run(command: string, ...args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(command, args, (error, _, stderr) => {
      if (error === null) resolve();
      else
        reject(
          new UnavailableError(error.code === 'ENOENT' ? `there is no ${command}` : `${command}: ${stderr.trim().split('\n').at(-1)}`),
        );
    });
  });
}
