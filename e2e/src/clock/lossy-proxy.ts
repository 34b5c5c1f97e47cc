import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import type { Random } from '@klockwork/kernel';

/** Messages to drop on their way to the server. */
export interface Losses {
  readonly random: Random;
  readonly subject: RegExp;
  /** Drops one message in this many. */
  readonly oneIn: number;
}

const LINE_END = Buffer.from('\r\n');

/** Stands between NATS clients and their server, and loses some of what the clients publish. */
export class LossyProxy {
  lost = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(upstream: URL, losses: Losses) {
    this.#server = createServer((client) => this.#join(client, upstream, losses));
  }

  static async before(url: string, losses: Losses): Promise<LossyProxy> {
    const proxy = new LossyProxy(new URL(url), losses);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `nats://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(client: Socket, { hostname, port }: URL, losses: Losses): void {
    const server = createConnection({ host: hostname, port: Number(port), noDelay: true });
    client.setNoDelay(true);
    const operations = new PublishedOperations((subject) => this.#isLost(subject, losses));
    client.on('data', (chunk: Buffer) => server.write(operations.pass(chunk)));
    server.on('data', (chunk: Buffer) => client.write(chunk));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => other.destroy());
      one.once('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }

  #isLost(subject: string, { random, subject: pattern, oneIn }: Losses): boolean {
    if (!pattern.test(subject) || random.integer(oneIn) !== 0) return false;
    this.lost += 1;
    return true;
  }
}

/** Cuts what a client sends into operations, and leaves out publications that are lost. */
class PublishedOperations {
  readonly #isLost: (subject: string) => boolean;
  #rest: Buffer = Buffer.alloc(0);

  constructor(isLost: (subject: string) => boolean) {
    this.#isLost = isLost;
  }

  /** Returns the bytes to forward; keeps an incomplete operation. */
  pass(chunk: Buffer): Buffer {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const passed: Buffer[] = [];
    for (let length = this.#length(); length !== undefined; length = this.#length()) {
      const operation = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      const [, subject] = /^H?PUB (\S+)/.exec(operation.toString('latin1', 0, 300)) ?? [];
      if (subject === undefined || !this.#isLost(subject)) passed.push(operation);
    }
    return Buffer.concat(passed);
  }

  /** Length of the first operation including its payload; undefined while incomplete. */
  #length(): number | undefined {
    const end = this.#rest.indexOf(LINE_END);
    if (end < 0) return undefined;
    const line = this.#rest.toString('latin1', 0, end);
    const payload = /^H?PUB /.test(line) ? Number(line.slice(line.lastIndexOf(' ') + 1)) + LINE_END.length : 0;
    const length = end + LINE_END.length + payload;
    return length <= this.#rest.length ? length : undefined;
  }
}
