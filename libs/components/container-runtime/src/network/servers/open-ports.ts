import { utf8 } from '@klockwork/files';
import type { Listener } from '@klockwork/images';
import { StoppedError } from '@klockwork/kernel';
import { ConnectionError } from '@klockwork/pod-lifecycle';
import type { Process } from '../../process.ts';
import { ANY_ADDRESS } from '../endpoint.ts';
import { SocketError } from '../socket-error.ts';
import type { TcpEnd } from '../tcp-end.ts';
import type { TcpListener } from '../tcp-listener.ts';
import { serveDescribed } from './described-server.ts';

/**
 * Opens the ports of a described program, which serve until the process ends. Gives the port that another process has, if one is
 * taken: then none is open.
 */
export function openPorts(process: Process, listeners: readonly Listener[]): number | undefined {
  const opened: TcpListener[] = [];
  for (const listener of listeners) {
    try {
      opened.push(open(process, listener));
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      for (const socket of opened) socket.close();
      return listener.port;
    }
  }
  opened.forEach((socket, index) => {
    const listener = listeners[index];
    if (listener !== undefined) void acceptAll(process, socket, listener);
  });
  return undefined;
}

function open(process: Process, { port, opensAfterMs = 0 }: Listener): TcpListener {
  const { clock, network } = process.machine;
  const options = { opensAt: clock.now() + opensAfterMs, program: utf8.decode(process.argv[0] ?? '') };
  const socket = network.listen({ address: ANY_ADDRESS, port }, options);
  process.killed.onStop(() => socket.close());
  return socket;
}

async function acceptAll(process: Process, socket: TcpListener, listener: Listener): Promise<void> {
  const { clock } = process.machine;
  const openedAt = clock.now();
  const server = { listener, age: () => clock.now() - openedAt, untilKilled: () => process.untilKilled() };
  await acceptEach(process, socket, (connection) => serveDescribed(server, connection));
}

/** Serves every connection of a listening socket until it is closed; a connection that breaks is its own end alone. */
async function acceptEach(process: Process, socket: TcpListener, serve: (connection: TcpEnd) => Promise<void>): Promise<void> {
  for (;;) {
    const connection = await orStopped(socket.accept());
    if (connection === undefined) return;
    const forget = process.killed.onStop(() => connection.close());
    void orStopped(serve(connection)).then(() => {
      forget();
      connection.close();
    });
  }
}

/** Undefined when what was waited for is over: the process ended, or the other side broke off. */
async function orStopped<T>(waited: Promise<T>): Promise<T | undefined> {
  try {
    return await waited;
  } catch (error) {
    if (error instanceof StoppedError || error instanceof ConnectionError) return undefined;
    throw error;
  }
}
