import type { ServerCertificate } from '@klockwork/cluster-api';
import type { Connection } from '@klockwork/pod-lifecycle';
import { ReadAhead } from '../read-ahead.ts';
import { greetServer } from '../tls.ts';
import { answerBodyLength, formatHead, type HttpHead, type HttpHeader, statusLine } from './http-head.ts';
import { HttpError, HttpReader } from './http-reader.ts';

/** A request as a client sends it. `Content-Length` is added for a body. */
export interface ClientRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HttpHeader[];
  readonly body?: string;
  /** Speaks TLS first. */
  readonly tls?: boolean;
  /** Looks at who the server says it is, and rejects what it does not trust. All are trusted unless said. */
  judge?(certificate: ServerCertificate | undefined): Promise<void>;
}

/** An answer whose body is still to come. */
export interface ClientAnswer {
  readonly head: HttpHead;
  readonly status: number;
  readonly reason: string;
  /** How many bytes the body has; undefined when that is not said. */
  readonly length: number | undefined;
  readonly body: AsyncGenerator<string>;
}

/** What came instead of an answer: nothing, no TLS, no HTTP, or too little. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly why: 'empty' | 'no-tls' | 'malformed';
  constructor(why: 'empty' | 'no-tls' | 'malformed') {
    super(why);
    this.why = why;
  }
}

/** Sends a request and reads the head of its answer. Rejects as the connection does, as `judge` does, and with NoAnswerError. */
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
    // What comes first may only say that the answer is under way.
    if (line.status === 100) continue;
    const length = answerBodyLength(head, request.method, line.status);
    return { head, ...line, length: typeof length === 'number' ? length : undefined, body: reader.body(length) };
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

/** The head of a request as it is sent. */
export function requestHead({ method, target, headers, body }: ClientRequest): string {
  const length = body === undefined ? [] : [['Content-Length', String(body.length)] as const];
  return formatHead({ startLine: `${method} ${target} HTTP/1.1`, headers: [...headers, ...length] });
}

function requestBytes(request: ClientRequest): string {
  return `${requestHead(request)}${request.body ?? ''}`;
}
