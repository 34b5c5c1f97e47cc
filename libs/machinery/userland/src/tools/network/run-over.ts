import { FileError } from '@klockwork/files';
import { StoppedError } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { TcpConnection } from '../../network/network.ts';
import { readerFrom, writerTo } from '../../process/plain-streams.ts';
import type { Call } from '../call.ts';

/** Runs a command with a connection as stdin and stdout, like `nc -e`. Returns its exit code. */
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

/** A broken connection is end of input for the command … */
function endOfInput(error: unknown): string {
  if (error instanceof ConnectionError || error instanceof StoppedError) return '';
  throw error;
}

/** … and a broken pipe for its output. */
function brokenPipe(error: unknown): never {
  throw error instanceof ConnectionError || error instanceof StoppedError ? new FileError('EPIPE') : error;
}
