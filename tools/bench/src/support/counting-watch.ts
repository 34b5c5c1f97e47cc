import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import type { Endpoint } from './raw-connection.ts';

/** Update counter inside an event. */
const COUNT = /"count":"(\d+)"/g;

/**
 * Watch that counts events and detects lost, repeated or reordered ones. Scans bytes without parsing, as a thousand watches share a
 * processor with the measured server.
 */
export class CountingWatch {
  readonly #socket: TLSSocket;
  readonly #seen: (count: number) => void;
  #rest = '';
  #next = 0;

  /** Opens the watch; resolves after its headers. `seen` gets the newest update of each chunk. */
  static async open(endpoint: Endpoint, path: string, seen: (count: number) => void): Promise<CountingWatch> {
    const { host, port, ca, token } = endpoint;
    const socket = connect({ host, port, ca });
    await once(socket, 'secureConnect');
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\n${token === undefined ? '' : `authorization: Bearer ${token}\r\n`}\r\n`);
    const [head] = (await once(socket, 'data')) as [Buffer];
    if (!head.toString('latin1').startsWith('HTTP/1.1 200')) throw new Error(`a watch was answered: ${head.toString()}`);
    return new CountingWatch(socket, seen);
  }

  private constructor(socket: TLSSocket, seen: (count: number) => void) {
    this.#socket = socket;
    this.#seen = seen;
    socket.on('data', (chunk: Buffer) => this.#take(this.#rest + chunk.toString('latin1')));
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    const end = text.lastIndexOf('\n') + 1;
    this.#rest = text.slice(end);
    for (const [, count] of text.slice(0, end).matchAll(COUNT)) {
      if (Number(count) !== this.#next) this.#socket.destroy(new Error(`a watcher got update ${count} where ${this.#next} was due`));
      this.#next += 1;
    }
    this.#seen(this.#next - 1);
  }
}
