import { utf8 } from '@klockwork/files';
import type { Listener } from '@klockwork/images';
import type { Process } from '../../process.ts';
import { ANY_ADDRESS } from '../endpoint.ts';
import { SocketError } from '../socket-error.ts';
import type { TcpListener } from '../tcp-listener.ts';
import { acceptEach } from './accept-each.ts';
import { serveDescribed } from './described-server.ts';

/**
 * Opens the ports of a described program, which serve until the process ends. Gives the port that another process has, if one is
 * taken: then none is open. `version` is what `{{version}}` stands for.
 */
export function openPorts(process: Process, listeners: readonly Listener[], version: string): number | undefined {
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
    if (listener !== undefined)
      void acceptAll(process, socket, { ...listener, server: (listener.server ?? '').replaceAll('{{version}}', version) });
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
  const { folder, server: name = '' } = listener;
  const served = folder === undefined ? undefined : { files: process.files, folder, server: name, now: () => clock.now() };
  const server = { listener, served, age: () => clock.now() - openedAt, untilKilled: () => process.untilKilled() };
  await acceptEach(process, socket, (connection) => serveDescribed(server, connection));
}
