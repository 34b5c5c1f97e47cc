import { utf8 } from '@klockwork/files';
import type { Listener } from '@klockwork/images';
import type { Process } from '../../process.ts';
import { type FilledRun, fillIn } from '../../programs/fill-in.ts';
import { ANY_ADDRESS } from '../endpoint.ts';
import { SocketError } from '../socket-error.ts';
import type { TcpListener } from '../tcp-listener.ts';
import { acceptEach } from './accept-each.ts';
import { serveDescribed } from './described-server.ts';

/**
 * Opens the ports of a described program, which serve until its process ends. Gives the port that another process has, if one is
 * taken: then none is open.
 */
export function openPorts(run: FilledRun, listeners: readonly Listener[]): number | undefined {
  const opened: TcpListener[] = [];
  for (const listener of listeners) {
    try {
      opened.push(open(run.process, listener));
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      for (const socket of opened) socket.close();
      return listener.port;
    }
  }
  opened.forEach((socket, index) => {
    const listener = listeners[index];
    if (listener !== undefined) void acceptAll(run, socket, listener);
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

async function acceptAll(run: FilledRun, socket: TcpListener, listener: Listener): Promise<void> {
  const { process } = run;
  const { clock } = process.machine;
  const openedAt = clock.now();
  const { folder, server: name = '' } = listener;
  const served = folder === undefined ? undefined : { files: process.files, folder, server: fillIn(name, run), now: () => clock.now() };
  const server = {
    ...{ listener, served, age: () => clock.now() - openedAt, untilKilled: () => process.untilKilled() },
    fill: (text: string) => fillIn(text, run),
    log: async (line: string) => process.stdout.write(`${line}\n`),
  };
  await acceptEach(process, socket, (connection) => serveDescribed({ ...server, client: connection.remote.address }, connection));
}
