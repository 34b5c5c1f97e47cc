import { FileError } from '@klockwork/files';
import { readerOf, writerTo } from '../process/plain-streams.ts';
import type { Stream } from '../tools/tool.ts';
import type { Io } from './io.ts';
import type { Shell } from './shell.ts';

/** How an executable is run. */
interface Run {
  readonly environment: ReadonlyMap<string, string>;
  readonly io: Io;
  /** In the place of the shell, under its pid. */
  readonly replaces: boolean | undefined;
}

/** Runs an executable for a shell: gives its code; 127 when it is not there, 126 when it cannot be run. */
export async function runExecutable(shell: Shell, argv: readonly string[], run: Run): Promise<number> {
  try {
    return await (run.replaces ? shell.process.replace(argv, run.environment) : spawn(shell, argv, run));
  } catch (error) {
    if (!(error instanceof FileError) || error.code === 'EPIPE') throw error;
    const name = argv[0] ?? '';
    const isMissing = error.code === 'ENOENT';
    run.io.write(
      'stderr',
      isMissing ? `${shell.process.machine.notFound(shell.name, name)}\n` : `${shell.name}: ${name}: ${error.message}\n`,
    );
    return isMissing ? 127 : 126;
  }
}

async function spawn({ process, files }: Shell, argv: readonly string[], { environment, io }: Run): Promise<number> {
  const writer = (stream: Stream) =>
    writerTo((bytes) => {
      io.write(stream, bytes);
      return undefined;
    });
  const streams = { stdin: readerOf(io.input), stdout: writer('stdout'), stderr: writer('stderr') };
  const child = process.spawn(argv, { environment, files, ...streams });
  return (await process.wait(child)).code;
}
