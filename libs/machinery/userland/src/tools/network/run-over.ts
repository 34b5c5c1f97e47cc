import { FileError } from '@klockwork/files';
import { StoppedError } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { TcpConnection } from '../../network/network.ts';
import { readerFrom, writerTo } from '../../process/plain-streams.ts';
import type { Call } from '../call.ts';

/** Runs a command whose input and output are a connection, as `nc -e` does; gives its exit code. */
export async function runOver(call: Call, connection: TcpConnection, argv: readonly string[]): Promise<number> {
  const stdin = readerFrom((bytesMax) => connection.read(bytesMax).then((bytes) => bytes ?? '', endOfInput));
  const stdout = writerTo((bytes) => connection.write(bytes)?.catch(brokenPipe));
  try {
    const child = call.process.spawn(argv, { stdin, stdout });
    stdin.close();
    stdout.close();
    return (await call.process.wait(child)).code;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return await call.complain(`can't execute '${argv[0]}': ${error.message}`);
  } finally {
    connection.close();
  }
}

/** A command knows nothing of connections: one that broke is an input at its end … */
function endOfInput(error: unknown): string {
  if (error instanceof ConnectionError || error instanceof StoppedError) return '';
  throw error;
}

/** … and an output that nobody reads. */
function brokenPipe(error: unknown): never {
  throw error instanceof ConnectionError || error instanceof StoppedError ? new FileError('EPIPE') : error;
}
