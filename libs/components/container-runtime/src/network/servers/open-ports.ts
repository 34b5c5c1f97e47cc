import type { Listener } from '@klockwork/images';
import { utf8 } from '@klockwork/kernel';
import { ANY_ADDRESS, acceptEach, type ListeningSocket, type Process, RedisServer, SocketError } from '@klockwork/userland';
import { type FilledRun, fillIn, givenValue } from '../../programs/fill-in.ts';
import { serveDescribed } from './described-server.ts';

/** Opens all ports of a described program until its process ends. Returns a port in use by another process, if any; then none is open. */
export function openPorts(run: FilledRun, describedListeners: readonly Listener[]): number | undefined {
  const listeners = describedListeners.map((listener) => withGivenPort(listener, run));
  const openedSockets: ListeningSocket[] = [];
  for (const listener of listeners) {
    try {
      openedSockets.push(open(run.process, listener));
    } catch (error) {
      if (!(error instanceof SocketError)) throw error;
      for (const socket of openedSockets) socket.close();
      return listener.port;
    }
  }
  openedSockets.forEach((socket, index) => {
    const listener = listeners[index];
    if (listener !== undefined) run.process.beside(() => acceptAll(run, socket, listener));
  });
  return undefined;
}

/** A program takes another port than usual from its arguments or variables: `8080`, `:8080`, `0.0.0.0:8080`. */
function withGivenPort(listener: Listener, run: FilledRun): Listener {
  const port = Number(/(\d+)$/.exec(givenValue(listener.portFrom ?? [], run) ?? '')?.[1] ?? listener.port);
  return { ...listener, port: port > 0 && port < 65_536 ? port : listener.port };
}

function open(process: Process, { port, opensAfterMs = 0 }: Listener): ListeningSocket {
  const { clock, network } = process.machine;
  const options = { opensAt: clock.now() + opensAfterMs, program: utf8.decode(process.argv[0] ?? '') };
  const socket = network.listen({ address: ANY_ADDRESS, port }, options);
  process.killed.onStop(() => socket.close());
  return socket;
}

/** Bitnami's image takes the password from a variable. */
function redisServer(run: FilledRun): RedisServer {
  const { process, args } = run;
  const password = givenValue(['REDIS_PASSWORD', 'VALKEY_PASSWORD'], run);
  const version = fillIn('{{version}}', run);
  const { clock } = process.machine;
  return new RedisServer({ args, files: process.files, version, now: () => clock.now(), ...(password !== undefined && { password }) });
}

async function acceptAll(run: FilledRun, socket: ListeningSocket, listener: Listener): Promise<void> {
  const { process } = run;
  const { clock } = process.machine;
  const openedAt = clock.now();
  const { folder, server: name = '' } = listener;
  const served = folder === undefined ? undefined : { files: process.files, folder, server: fillIn(name, run), now: () => clock.now() };
  const server = {
    requests: { count: 0 },
    redis: listener.speaks === 'redis' ? redisServer(run) : undefined,
    ...{ listener, served, age: () => clock.now() - openedAt, untilKilled: () => process.untilKilled() },
    work: (ms: number) => process.work(ms),
    fill: (text: string) => fillIn(text, run),
    log: async (line: string) => process.stdout.write(`${line}\n`),
  };
  await acceptEach(process, socket, (connection) => serveDescribed({ ...server, client: connection.remote.address }, connection));
}
