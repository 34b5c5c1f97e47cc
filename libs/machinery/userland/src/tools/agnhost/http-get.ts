import { ask, NoAnswerError } from '../../network/http/http-client.ts';
import type { HttpHeader } from '../../network/http/http-head.ts';
import type { Process } from '../../process.ts';
import { connectToAny } from '../network/connect-to-any.ts';
import { DeadlineError, within } from '../network/deadline.ts';
import { lookUpHost } from '../network/resolver.ts';

/** Response, or the error of Go's HTTP client. */
export type HttpGet = { readonly status: number; readonly body: string } | { readonly error: string };

/** GET request of a Go program over plain HTTP. */
export interface GetRequest {
  readonly host: string;
  readonly port: number;
  /** Path and query, with the leading slash. */
  readonly target: string;
  /** Time limit of the connection and of the response, each in ms. */
  readonly limitMs: number;
}

/** Sends a GET request and reads the response. */
export function httpGet(process: Process, request: GetRequest): Promise<HttpGet> {
  return exchange(process, request, { method: 'GET' });
}

/** Sends a form and reads the response. `form`: values by name. */
export function httpPostForm(process: Process, request: GetRequest, form: ReadonlyMap<string, string>): Promise<HttpGet> {
  const body = [...form].map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return exchange(process, request, { method: 'POST', body });
}

async function exchange(
  process: Process,
  { host, port, target, limitMs }: GetRequest,
  { method, body: sentBody }: { readonly method: 'GET' | 'POST'; readonly body?: string },
): Promise<HttpGet> {
  const verb = method === 'GET' ? 'Get' : 'Post';
  const failure = (reason: string) => ({ error: `${verb} "http://${host}:${port}${target}": ${reason}` });
  const lookup = await lookUpHost(process, host);
  if ('failure' in lookup) return failure(`dial tcp: lookup ${host}: no such host`);
  const connection = await connectToAny(process, lookup.addresses, port, limitMs);
  if ('failure' in connection) return failure(`dial tcp ${connection.address}:${port}: connect: ${connection.message.toLowerCase()}`);
  const headers: HttpHeader[] = [
    ['Host', `${host}:${port}`],
    ['User-Agent', 'Go-http-client/1.1'],
  ];
  if (sentBody !== undefined) headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  try {
    const answer = await within(process, limitMs, () =>
      ask(connection, { method, target, headers, ...(sentBody !== undefined && { body: sentBody }) }),
    );
    let body = '';
    for await (const part of answer.body) body += part;
    return { status: answer.status, body };
  } catch (error) {
    if (error instanceof NoAnswerError || error instanceof DeadlineError) return failure('EOF');
    throw error;
  } finally {
    connection.close();
  }
}
