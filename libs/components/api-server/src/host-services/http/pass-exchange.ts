import type { HostClient } from '@klockwork/http-api';
import type { Connection } from '@klockwork/pod-lifecycle';
import {
  answerBodyLength,
  type BodyLength,
  formatHead,
  HttpError,
  type HttpHead,
  type HttpHeader,
  HttpReader,
  headerOf,
  keepsAlive,
  type RequestLine,
  statusLine,
} from '@klockwork/userland';
import { asksForUpgrade, bodyHeaders, ownHeaders, requestHeaders } from './passed-headers.ts';
import { badGateway, isGone, refusalOf } from './refusals.ts';
import type { OwnAnswer, RoutedRequest } from './routing.ts';

/** Request of a client, with the connection to its pod. */
export interface Exchange {
  readonly client: HostClient;
  /** Reads the request's body. */
  readonly reader: HttpReader;
  readonly connection: Connection;
  readonly head: HttpHead;
  readonly line: RequestLine;
  readonly request: RoutedRequest;
  readonly length: BodyLength;
  /** Changes the headers of the answer. */
  readonly changeAnswer?: (headers: readonly HttpHeader[]) => readonly HttpHeader[];
}

interface PodAnswer {
  readonly head: HttpHead;
  readonly status: number;
  readonly reason: string;
  readonly reader: HttpReader;
}

const SWITCHING = 101;
const FINAL_MIN = 200;

/**
 * Passes a request and its answer on, body parts as they arrive. Returns whether the client may send another request, or the refusal of a
 * pod that gave no answer. Rejects with ConnectionError if one side breaks in between.
 */
export async function passExchange(exchange: Exchange): Promise<'next' | 'last' | OwnAnswer> {
  const { connection, client } = exchange;
  const release = client.gone.onStop(() => connection.close());
  try {
    const state = { isSent: false };
    const answer = await firstOf(podAnswer(connection), send(exchange, state));
    if (isOwnAnswer(answer)) return answer;
    if (answer.status === SWITCHING) return await tunnel(exchange, answer);
    const stays = await passAnswer(exchange, answer);
    return stays && state.isSent ? 'next' : 'last';
  } finally {
    release();
    connection.close();
  }
}

/** Returns the answer, which may come before the end of the request. Rejects if sending fails by a bug. */
async function firstOf<Answer>(answer: Promise<Answer>, sending: Promise<void>): Promise<Answer> {
  return await Promise.race([answer, sending.then(() => answer)]);
}

/** A pod may answer before it has read the body, and close then. A request without its end is aborted. */
async function send(exchange: Exchange, state: { isSent: boolean }): Promise<void> {
  try {
    await sendRequest(exchange);
    state.isSent = true;
  } catch (error) {
    if (error instanceof HttpError) exchange.connection.reset();
    else if (!isGone(error)) throw error;
  }
}

async function sendRequest({ client, reader, connection, head, line, request, length }: Exchange): Promise<void> {
  const target = request.query === '' ? request.path : `${request.path}?${request.query}`;
  await connection.write(formatHead({ startLine: `${line.method} ${target} HTTP/1.1`, headers: requestHeaders(head, request, length) }));
  if (length === 0) return;
  const expects = headerOf(head, 'Expect')?.toLowerCase() === '100-continue';
  if (expects) await client.send('HTTP/1.1 100 Continue\r\n\r\n');
  for await (const part of reader.body(length)) await connection.write(length === 'chunked' ? chunkOf(part) : part);
  if (length === 'chunked') await connection.write(LAST_CHUNK);
}

const LAST_CHUNK = '0\r\n\r\n';

function chunkOf(part: string): string {
  return part === '' ? '' : `${part.length.toString(16)}\r\n${part}\r\n`;
}

/** Reads the head of the final answer, or returns a refusal. */
async function podAnswer(connection: Connection): Promise<PodAnswer | OwnAnswer> {
  const reader = new HttpReader(connection);
  try {
    for (;;) {
      const head = await reader.head();
      const line = head && statusLine(head.startLine);
      if (head === undefined || line === undefined) return badGateway();
      if (line.status >= FINAL_MIN || line.status === SWITCHING) return { head, ...line, reader };
    }
  } catch (error) {
    if (error instanceof HttpError) return badGateway();
    return refusalOf(error);
  }
}

function isOwnAnswer(answer: PodAnswer | OwnAnswer): answer is OwnAnswer {
  return 'type' in answer;
}

/** Returns whether the client's connection stays open. */
async function passAnswer({ client, head, line, changeAnswer }: Exchange, answer: PodAnswer): Promise<boolean> {
  const length = answerBodyLength(answer.head, line.method, answer.status);
  const isOpenEnded = typeof length === 'string';
  const isChunked = isOpenEnded && line.version === 'HTTP/1.1';
  const stays = keepsAlive(head, line.version) && (isChunked || !isOpenEnded);
  const framedHeaders = isOpenEnded ? bodyHeaders(isChunked ? 'chunked' : undefined) : lengthHeaders(answer.head);
  const own = ownHeaders(answer.head);
  const headers = [...(changeAnswer?.(own) ?? own), ...framedHeaders, ['Connection', stays ? 'keep-alive' : 'close'] as const];
  await client.send(formatHead({ startLine: `HTTP/1.1 ${answer.status} ${answer.reason}`, headers }));
  for await (const part of answer.reader.body(length)) await client.send(isChunked ? chunkOf(part) : part);
  if (isChunked) await client.send(LAST_CHUNK);
  return stays;
}

/** Answers to HEAD name a length without a body. */
function lengthHeaders(head: HttpHead): ReturnType<typeof bodyHeaders> {
  const length = headerOf(head, 'Content-Length');
  return length === undefined ? [] : [['Content-Length', length]];
}

/** Passes bytes both ways until one side ends, which ends the other. */
async function tunnel({ client, reader, connection, head }: Exchange, answer: PodAnswer): Promise<'last' | OwnAnswer> {
  if (!asksForUpgrade(head)) return badGateway();
  await client.send(formatHead(answer.head));
  const sending = passAll(reader, (bytes) => connection.write(bytes)).finally(() => connection.close());
  await passAll(answer.reader, (bytes) => client.send(bytes));
  client.end();
  connection.close();
  await sending;
  return 'last';
}

async function passAll(from: HttpReader, write: (bytes: string) => Promise<void> | undefined): Promise<void> {
  try {
    for (let bytes = await from.read(); bytes !== undefined; bytes = await from.read()) await write(bytes);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
