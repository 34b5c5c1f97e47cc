import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { UserError } from '../../user-error.ts';
import type { PlayFolder } from './play-folder.ts';
import { PLAY_PROCESS } from './process-name.ts';

/** Starts the process of a play beside this command. Resolves when the turn of the player begins, or when the drill ended before it. */
export async function startPlay(folder: PlayFolder): Promise<void> {
  const output = openSync(folder.log, 'w', 0o600);
  const words = [...process.execArgv, process.argv[1] as string, 'drill', PLAY_PROCESS, folder.path];
  const child = spawn(process.execPath, words, { detached: true, stdio: ['ignore', output, output, 'ipc'] });
  closeSync(output);
  const readiness = once(child, 'message').then(() => true);
  const ended = once(child, 'exit').then(() => false);
  if (await Promise.race([readiness, ended])) {
    child.disconnect();
    child.unref();
  } else if (folder.debrief() === undefined) {
    throw new UserError(`the drill could not start: ${readFileSync(folder.log, 'utf8').trim()}`);
  }
}
