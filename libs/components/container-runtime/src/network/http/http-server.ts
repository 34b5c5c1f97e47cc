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

/** Answers the requests of one connection until its client has no more. A request that is none is answered with 400. */
export async function serveHttp(
  connection: Connection,
  reader: HttpReader,
  answerTo: (request: HttpRequest) => Promise<HttpAnswer> | HttpAnswer,
): Promise<void> {
  for (;;) {
    const request = await nextRequest(reader);
    if (request === undefined) break;
    if (request === 'malformed') {
      await connection.write(answerBytes({ status: 400, headers: [], body: '' }, 'GET', false));
      break;
    }
    const stays = keepsAlive(request.head, request.line.version);
    await connection.write(answerBytes(await answerTo(request), request.line.method, stays));
    if (!stays) break;
  }
  connection.end();
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
    startLine: `HTTP/1.1 ${status} ${reasonPhrase(status)}`,
    headers: [...headers, length, ...(stays ? [] : [['Connection', 'close'] as const])],
  };
  return `${formatHead(head)}${method === 'HEAD' ? '' : body}`;
}
