import type { Connection } from '@klockwork/pod-lifecycle';
import { formatHead, type HttpHead, type HttpHeader, keepsAlive, type RequestLine, requestBodyLength, requestLine } from './http-head.ts';
import { HttpError, type HttpReader } from './http-reader.ts';
import { reasonPhrase } from './reason-phrase.ts';

/** Parsed request for a handler. */
export interface HttpRequest {
  readonly line: RequestLine;
  readonly head: HttpHead;
  readonly body: string;
}

/** Response of a handler. Adds `Content-Length`, and `Connection: close` on the last response. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: readonly HttpHeader[];
  readonly body: string;
}

/** Response with a body in parts: sent chunked, then the connection closes. */
export interface ChunkedAnswer extends Omit<HttpAnswer, 'body'> {
  readonly body: string | AsyncIterable<string>;
}

/** Go's response to plain HTTP on an HTTPS port. */
export function plainToTls(): HttpAnswer {
  return { status: 400, headers: [['Connection', 'close']], body: 'Client sent an HTTP request to an HTTPS server.\n' };
}

/** Answers requests of one connection until its client closes. Invalid requests get 400. */
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
