import type { ServerCertificate } from '@klockwork/cluster-api';
import type { ByteSource, Connection } from '@klockwork/pod-lifecycle';
import { ReadAhead } from '../read-ahead.ts';
import { greetServer } from '../tls.ts';
import { answerBodyLength, formatHead, type HttpHead, type HttpHeader, statusLine } from './http-head.ts';
import { HttpError, HttpReader } from './http-reader.ts';

/** HTTP request of a client. Adds `Content-Length` when a body exists. */
export interface ClientRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HttpHeader[];
  readonly body?: string;
  /** Speaks TLS first. */
  readonly tls?: boolean;
  /** Checks the server's certificate; rejects for an untrusted one. Default: trusts all. */
  judge?(certificate: ServerCertificate | undefined): Promise<void>;
}

/** Status and head of a response. Its body is read later. */
export interface ClientAnswer {
  readonly head: HttpHead;
  readonly status: number;
  readonly reason: string;
  /** Body length, bytes; undefined without `Content-Length`. */
  readonly length: number | undefined;
  readonly body: AsyncGenerator<string>;
  /** Bytes behind the head, for an answer 101: those of another protocol. */
  readonly upgraded: ByteSource;
}

/** Response is missing, not TLS, not HTTP, or truncated. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly why: 'empty' | 'no-tls' | 'malformed';
  constructor(why: 'empty' | 'no-tls' | 'malformed') {
    super(why);
    this.why = why;
  }
}

/** Sends a request and reads the response head. Rejects like the connection and `judge`, and with NoAnswerError. */
export async function ask(connection: Connection, request: ClientRequest): Promise<ClientAnswer> {
  const source = new ReadAhead(connection);
  if (request.tls) {
    const certificate = await greetServer(connection, source);
    if (certificate === 'no-tls') throw new NoAnswerError('no-tls');
    await request.judge?.(certificate);
  }
  await connection.write(requestBytes(request));
  const reader = new HttpReader(source);
  for (;;) {
    const head = await headOf(reader);
    const line = statusLine(head.startLine);
    if (line === undefined) throw new NoAnswerError('malformed');
    // Interim response: the final one follows (RFC 9110, 15.2).
    if (line.status === 100) continue;
    const length = answerBodyLength(head, request.method, line.status);
    return { head, ...line, length: typeof length === 'number' ? length : undefined, body: reader.body(length), upgraded: reader };
  }
}

async function headOf(reader: HttpReader): Promise<HttpHead> {
  try {
    const head = await reader.head();
    if (head !== undefined) return head;
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    throw new NoAnswerError('malformed');
  }
  throw new NoAnswerError('empty');
}

export function requestHead({ method, target, headers, body }: ClientRequest): string {
  const length = body === undefined ? [] : [['Content-Length', String(body.length)] as const];
  return formatHead({ startLine: `${method} ${target} HTTP/1.1`, headers: [...headers, ...length] });
}

function requestBytes(request: ClientRequest): string {
  return `${requestHead(request)}${request.body ?? ''}`;
}
