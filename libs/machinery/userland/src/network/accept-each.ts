import { FileError } from '@klockwork/files';
import { StoppedError } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { Process } from '../process.ts';
import type { ListeningSocket, TcpConnection } from './network.ts';

/** Serves every connection of a listening socket until it is closed; a connection that breaks is its own end alone. */
export async function acceptEach(
  process: Process,
  socket: ListeningSocket,
  serve: (connection: TcpConnection) => Promise<void>,
): Promise<void> {
  for (;;) {
    const connection = await orStopped(socket.accept());
    if (connection === undefined) return;
    const forget = process.killed.onStop(() => connection.close());
    process.beside(async () => {
      await orStopped(serve(connection));
      forget();
      connection.close();
    });
  }
}

/** Undefined when what was waited for is over: the process ended, the other side broke off, or nobody reads what the server says of it. */
async function orStopped<T>(waited: Promise<T>): Promise<T | undefined> {
  try {
    return await waited;
  } catch (error) {
    if (error instanceof StoppedError || error instanceof ConnectionError || error instanceof FileError) return undefined;
    throw error;
  }
}
