import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';

/** Server address and credentials. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly ca: string | Buffer;
  readonly token?: string;
}

/** Complete response. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Keep-alive HTTP/1.1 connection with one pending request. Parses only what our servers send (always with Content-Length), because a load
 * client uses processor time of the measured machine.
 */
export class RawConnection {
  readonly #socket: TLSSocket;
  readonly #headers: string;
  #chunks: Buffer[] = [];
  #status = 0;
  /** Missing body bytes; undefined before the head is complete. */
  #missing: number | undefined;
  #answered = Promise.withResolvers<RawAnswer>();

  static async open({ host, port, ca, token }: Endpoint, contentType = 'application/json'): Promise<RawConnection> {
    const socket = connect({ host, port, ca });
    await once(socket, 'secureConnect');
    const authorization = token === undefined ? '' : `authorization: Bearer ${token}\r\n`;
    return new RawConnection(socket, `host: ${host}:${port}\r\n${authorization}content-type: ${contentType}\r\n`);
  }

  private constructor(socket: TLSSocket, headers: string) {
    this.#socket = socket;
    this.#headers = headers;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.once('error', (error) => this.#answered.reject(error));
    socket.once('close', () => this.#answered.reject(new Error('the server closed the connection')));
    this.#answered.promise.catch(() => {});
  }

  /** Sends a request with `body`; resolves with the complete response. */
  send(method: string, path: string, body = ''): Promise<RawAnswer> {
    this.#answered = Promise.withResolvers();
    this.#socket.write(`${method} ${path} HTTP/1.1\r\n${this.#headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    return this.#answered.promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    if (this.#missing === undefined) this.#readHead();
    else this.#missing -= chunk.byteLength;
    if (this.#missing !== 0) return;
    const answer = { status: this.#status, body: Buffer.concat(this.#chunks) };
    this.#chunks = [];
    this.#missing = undefined;
    this.#answered.resolve(answer);
  }

  #readHead(): void {
    const bytes = Buffer.concat(this.#chunks);
    const end = bytes.indexOf(HEAD_END);
    if (end < 0) return;
    const head = bytes.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) this.#socket.destroy(new Error(`an answer without a length: ${head}`));
    const body = bytes.subarray(end + HEAD_END.byteLength);
    this.#status = Number(head.slice(9, 12));
    this.#missing = Number(length) - body.byteLength;
    this.#chunks = [body];
  }
}
