import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import type { TurnProgress } from '@klockwork/drills';

/** Order to the process of a play: its progress, its end with a debrief, or its end without one. */
export type PlayOrder = 'progress' | 'end' | 'stop';

/** Work of the process of a play. */
export interface OrderedPlay {
  progress(): TurnProgress;
  end(): void;
  stop(): void;
}

const GONE = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'];
const ORDER_BYTES_MAX = 64;

/** Open socket of a play. */
export interface PlaySocket {
  /** Ends all connections: their commands learn that the play is over. */
  close(): void;
}

/** Serves orders on a socket in the private folder of a play. Connections with `end` and `stop` stay open up to `close`. */
export async function servePlay(socket: string, play: OrderedPlay): Promise<PlaySocket> {
  rmSync(socket, { force: true });
  const connections = new Set<Socket>();
  const server = createServer((connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    connection.on('error', () => connection.destroy());
    connection.setEncoding('utf8');
    let order = '';
    connection.on('data', (text: string) => {
      order += text;
      if (order.length > ORDER_BYTES_MAX) connection.destroy();
      else if (order.endsWith('\n')) obey(order.trim(), play, connection);
    });
  });
  server.listen(socket);
  await once(server, 'listening');
  return {
    close() {
      server.close();
      for (const connection of connections) connection.destroy();
    },
  };
}

/** Returns the progress of a running play; undefined without its process. */
export async function playProgress(socket: string): Promise<TurnProgress | undefined> {
  const text = await ask(socket, 'progress');
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as TurnProgress);
}

/** Gives an order, and awaits the end of the play. Returns false if there was none. */
export async function endPlay(socket: string, order: 'end' | 'stop'): Promise<boolean> {
  return (await ask(socket, order)) !== undefined;
}

function obey(order: string, play: OrderedPlay, connection: Socket): void {
  if (order === 'progress') connection.end(JSON.stringify(play.progress()));
  else if (order === 'end') play.end();
  else if (order === 'stop') play.stop();
  else connection.destroy();
}

/** Returns all text up to the end of the connection; undefined if no process listens. */
async function ask(socket: string, order: PlayOrder): Promise<string | undefined> {
  const connection = connect(socket);
  let [text, isOpen] = ['', false];
  try {
    await once(connection, 'connect');
    isOpen = true;
    connection.setEncoding('utf8').write(`${order}\n`);
    for await (const piece of connection) text += piece as string;
    return text;
  } catch (error) {
    if (!GONE.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    return isOpen ? text : undefined;
  }
}
