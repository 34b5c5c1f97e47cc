import type { Connection } from '@klockwork/pod-lifecycle';
import { formatHead, type HttpHead, type HttpHeader, keepsAlive, type RequestLine, requestBodyLength, requestLine } from './http-head.ts';
import { HttpError, type HttpReader } from './http-reader.ts';
import { reasonPhrase } from './reason-phrase.ts';

/** A request as a server handles it. */
export interface HttpRequest {
  readonly line: RequestLine;
  readonly head: HttpHead;
  readonly body: string;
}

/** What a server says to a request. `Content-Length` is added, and `Connection: close` where no more requests are taken. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: readonly HttpHeader[];
  readonly body: string;
}

/** An answer whose body may come in parts: it is then sent in chunks, and the connection ends with it. */
export interface ChunkedAnswer extends Omit<HttpAnswer, 'body'> {
  readonly body: string | AsyncIterable<string>;
}

/** Go's words to who speaks HTTP to a server of HTTPS. */
export function plainToTls(): HttpAnswer {
  return { status: 400, headers: [['Connection', 'close']], body: 'Client sent an HTTP request to an HTTPS server.\n' };
}

/** Answers the requests of one connection until its client has no more. A request that is none is answered with 400. */
export async function serveHttp(
  connection: Connection,
  reader: HttpReader,
  answerTo: (request: HttpRequest) => Promise<ChunkedAnswer> | ChunkedAnswer,
): Promise<void> {
  for (;;) {
    const request = await nextRequest(reader);
    if (request === undefined) break;
    if (request === 'malformed') {
      await connection.write(answerBytes({ status: 400, headers: [], body: '' }, 'GET', false));
      break;
    }
    const { status, headers, body } = await answerTo(request);
    if (typeof body !== 'string') {
      await writeParts(connection, { status, headers }, body);
      break;
    }
    const stays = keepsAlive(request.head, request.line.version);
    await connection.write(answerBytes({ status, headers, body }, request.line.method, stays));
    if (!stays) break;
  }
  connection.end();
}

async function writeParts(
  connection: Connection,
  { status, headers }: Omit<HttpAnswer, 'body'>,
  parts: AsyncIterable<string>,
): Promise<void> {
  const own: readonly HttpHeader[] = [
    ['Transfer-Encoding', 'chunked'],
    ['Connection', 'close'],
  ];
  await connection.write(formatHead({ startLine: startLineOf(status), headers: [...headers, ...own] }));
  for await (const part of parts) await connection.write(`${part.length.toString(16)}\r\n${part}\r\n`);
  await connection.write('0\r\n\r\n');
}

function startLineOf(status: number): string {
  return `HTTP/1.1 ${status} ${reasonPhrase(status)}`;
}

async function nextRequest(reader: HttpReader): Promise<HttpRequest | 'malformed' | undefined> {
  try {
    const head = await reader.head();
    if (head === undefined) return undefined;
    const line = requestLine(head.startLine);
    return line === undefined ? 'malformed' : { line, head, body: await reader.text(requestBodyLength(head)) };
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return error.message === 'malformed' ? 'malformed' : undefined;
  }
}

function answerBytes({ status, headers, body }: HttpAnswer, method: string, stays: boolean): string {
  const length: HttpHeader = ['Content-Length', String(body.length)];
  const head = {
    startLine: startLineOf(status),
    headers: [...headers, length, ...(stays ? [] : [['Connection', 'close'] as const])],
  };
  return `${formatHead(head)}${method === 'HEAD' ? '' : body}`;
}
