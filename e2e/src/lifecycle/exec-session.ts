import type { Duplex } from 'node:stream';
import type { ApiClient } from '@klockwork/lab-tool';

/** First byte of an unfragmented binary frame. */
const BINARY = 0x82;
/** Closes stdin on `v5.channel.k8s.io`. */
const END_OF_INPUT = Buffer.of(255, 0);
const [STDIN, STDOUT, STATUS] = [0, 1, 3];

/** Exec session within this process: a hundred sessions are cheap. */
export class ExecSession {
  readonly #socket: Duplex;
  #rest = Buffer.alloc(0);
  #heard = () => {};
  output = '';
  /** Final Status as JSON. */
  status: string | undefined;
  closed = false;

  private constructor(socket: Duplex) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    // A broken connection emits close too, which suffices.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      this.#heard();
    });
  }

  /** Runs a command with stdin in the only container of a pod, such as `default/web`. */
  static async open(client: ApiClient, pod: string, command: readonly string[]): Promise<ExecSession> {
    const query = [...command.map((word) => `command=${encodeURIComponent(word)}`), 'stdin=true', 'stdout=true'].join('&');
    const { socket, head } = await client.upgrade(`/api/v1/namespaces/${pod.replace('/', '/pods/')}/exec?${query}`, {
      ...{ upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' },
      'sec-websocket-protocol': 'v5.channel.k8s.io',
    });
    const session = new ExecSession(socket);
    session.#take(head);
    return session;
  }

  say(text: string): void {
    this.#send(Buffer.concat([Buffer.of(STDIN), Buffer.from(text)]));
  }

  endInput(): void {
    this.#send(END_OF_INPUT);
  }

  leave(): void {
    this.#socket.destroy();
  }

  /** Resolves once `isSo` is true; rejects when the connection ends first. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.closed) throw new Error(`the connection ended after ${JSON.stringify(this.output)}, ${this.status}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  // Client frames must be masked; a zero mask changes nothing.
  #send(payload: Buffer): void {
    this.#socket.write(Buffer.concat([Buffer.of(BINARY, 0x80 | payload.length, 0, 0, 0, 0), payload]));
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let size = this.#frameBytes(); size !== undefined && this.#rest.length >= size; size = this.#frameBytes()) {
      const payload = this.#rest.subarray(this.#rest[1] === 126 ? 4 : 2, size);
      const isMessage = this.#rest[0] === BINARY;
      this.#rest = this.#rest.subarray(size);
      if (!isMessage) continue;
      if (payload[0] === STDOUT) this.output += payload.toString('utf8', 1);
      if (payload[0] === STATUS) this.status = payload.toString('utf8', 1);
    }
    this.#heard();
  }

  #frameBytes(): number | undefined {
    const [, length] = this.#rest;
    if (length === undefined || (length === 126 && this.#rest.length < 4)) return undefined;
    return length === 126 ? 4 + this.#rest.readUInt16BE(2) : 2 + length;
  }
}
