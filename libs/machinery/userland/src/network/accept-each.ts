import { FileError } from '@klockwork/files';
import { StoppedError } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { Process } from '../process.ts';
import type { ListeningSocket, TcpConnection } from './network.ts';

/** Serves each connection of a listening socket until the socket is closed. A broken connection ends its own handler only. */
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

/** Undefined after StoppedError, ConnectionError or EPIPE: process ended, peer closed, or log reader gone. */
async function orStopped<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof StoppedError || error instanceof ConnectionError || error instanceof FileError) return undefined;
    throw error;
  }
}
