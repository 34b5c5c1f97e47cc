import { settled } from '@klockwork/cluster-api/testing';
import { type MessageSocket, wholeBody } from '@klockwork/http-api';
import { decodeUtf8, StoppedError, StopSource } from '@klockwork/kernel';
import type { Connection } from '@klockwork/pod-lifecycle';
import type { HostTls } from '@klockwork/userland';
import { describe, expect, test } from 'vitest';
import { connectedServer, Program } from '../aggregation/testing/extension-program.ts';

const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\nX-Twice: a\r\nX-Twice: b\r\n\r\n';

/** Extension server that answers upgrade requests with a text, then echoes; `end` ends its connection. */
class UpgradingProgram extends Program {
  readonly #answer: string;
  readonly received: string[] = [];
  isClosed = false;
  end: () => void = () => {};

  constructor(answer: string) {
    super();
    this.#answer = answer;
  }

  override async dial(address: object, stop: object, tls?: HostTls) {
    const other = await super.dial(address, stop, tls);
    const queue = new Queue();
    this.end = () => queue.push(undefined);
    let isUpgraded = false;
    const connection: Connection = {
      write: (bytes) => {
        this.received.push(bytes);
        if (isUpgraded) queue.push(bytes.toUpperCase());
        else if (/^upgrade:/im.test(bytes)) {
          isUpgraded = true;
          queue.push(this.#answer);
        } else {
          void other.write(bytes);
          void other.read().then((answer) => queue.push(answer));
        }
        return undefined;
      },
      read: () => queue.next(),
      end() {},
      close: () => {
        this.isClosed = true;
        queue.push('closed');
      },
      reset: () => queue.push('closed'),
    };
    return connection as Awaited<ReturnType<Program['dial']>>;
  }
}

/** Bytes on their way, the end, or the closing of the reader's side. */
class Queue {
  readonly #items: (string | undefined)[] = [];
  #wake: () => void = () => {};

  push(item: string | undefined): void {
    this.#items.push(item);
    this.#wake();
  }

  async next(): Promise<string | undefined> {
    while (this.#items.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const item = this.#items.shift();
    if (item === 'closed') throw new StoppedError();
    return item;
  }
}

/** Sends an upgrade request. Returns the answer, and for a tunnel what its client received. */
async function upgrade(program: UpgradingProgram, path: string) {
  const { http } = await connectedServer(program);
  const stop = new StopSource();
  const headers = { host: 'lab', connection: 'keep-alive, Upgrade', upgrade: 'echo', authorization: 'Bearer x', 'sec-own': '1' };
  const answer = await http.handle({ method: 'GET', path, query: 'a=b', headers, body: new Uint8Array(), user: 'admin', stop });
  const got: (string | number)[] = [];
  let take: (bytes: string) => Promise<void> | undefined = () => undefined;
  const socket: MessageSocket = {
    onMessage: (next) => {
      take = next;
    },
    send: (bytes) => void got.push(bytes),
    close: (code) => void got.push(code),
  };
  return { answer, got, stop, socket, send: (bytes: string) => take(bytes) };
}

describe.each([
  ['the proxy of a Service', '/api/v1/namespaces/default/services/api:443/proxy/socket', 'GET /socket?a=b HTTP/1.1'],
  ['an APIService', '/apis/wardle.example.com/v1/socket', 'GET /apis/wardle.example.com/v1/socket?a=b HTTP/1.1'],
])('an upgrade through %s', (_, path, line) => {
  test('a program that switches protocols gets a tunnel in both directions, until one side ends', async () => {
    const program = new UpgradingProgram(`${SWITCHING}first`);
    const { answer, got, socket, send } = await upgrade(program, path);
    if (!('type' in answer) || answer.type !== 'tunnel') throw new Error('no tunnel');
    expect(answer.head).toEqual([
      ['Connection', 'Upgrade'],
      ['Upgrade', 'echo'],
      ['X-Twice', 'a'],
      ['X-Twice', 'b'],
    ]);
    answer.start(socket);
    send('hello~\0');
    await settled();
    expect(got.join('')).toBe('firstHELLO~\0');
    program.end();
    await settled();
    expect([got.at(-1), program.isClosed]).toEqual([1000, true]);
    const request = program.received.find((bytes) => bytes.startsWith(line))?.split('\r\n') ?? [];
    expect(request.filter((text) => /^(connection|upgrade|sec-own|authorization)/i.test(text))).toEqual([
      'sec-own: 1',
      ...request.filter((text) => text === 'Connection: Upgrade'),
      'Upgrade: echo',
    ]);
    expect(request).toContain('Connection: Upgrade');
  });

  test('a client that leaves closes the connection to the program', async () => {
    const program = new UpgradingProgram(SWITCHING);
    const { answer, socket, stop } = await upgrade(program, path);
    if ('type' in answer && answer.type === 'tunnel') answer.start(socket);
    stop.stop();
    await settled();
    expect(program.isClosed).toBe(true);
  });

  test('a refusal passes through as it is', async () => {
    const program = new UpgradingProgram(
      'HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nX-Own: 1\r\nContent-Length: 5\r\n\r\nno\xc3\xa9!',
    );
    const { answer } = await upgrade(program, path);
    if (!('body' in answer)) throw new Error('no refusal');
    expect([answer.status, answer.headers['x-own'], decodeUtf8(wholeBody(answer.body) as Uint8Array)]).toEqual([403, '1', 'noé!']);
    expect(program.isClosed).toBe(true);
  });

  test('another answer is an error', async () => {
    const program = new UpgradingProgram('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi');
    const { answer } = await upgrade(program, path);
    if (!('body' in answer)) throw new Error('no refusal');
    expect([answer.status, String(wholeBody(answer.body))]).toEqual([
      503,
      expect.stringContaining('invalid upgrade response: status code 200'),
    ]);
  });
});
