import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';
import type { LabFolder } from './lab-folder.ts';

/** Runs `up --detach` on a folder, with the output of this command. Throws UserError if the lab does not start. */
export async function startDetached({ path }: LabFolder): Promise<void> {
  const command = [...process.execArgv, process.argv[1] as string, 'up', '--detach', '--data', path];
  const [code] = (await once(spawn(process.execPath, command, { stdio: 'inherit' }), 'exit')) as [number | null];
  if (code !== 0) throw new UserError(`${path} is complete, but its lab could not start: see ${join(path, 'logs')}`);
}
