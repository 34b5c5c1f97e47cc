import type { Process } from '../process.ts';
import type { Stream } from '../tools/tool.ts';
import { Shell } from './shell.ts';

/** Runs a script as `name` (`sh`), with `positional` as `$1 …`. Gives the exit code; rejects with StoppedError when killed. */
export async function runShell(process: Process, name: string, script: string, positional: readonly string[]): Promise<number> {
  const shell = new Shell(process, name, positional);
  const write = (stream: Stream, text: string) => void process[stream].write(text);
  return shell.runText(script, { input: '', write });
}
