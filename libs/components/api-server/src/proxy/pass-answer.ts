import type { ByteSink } from '@klockwork/http-api';
import { bytesOf, StoppedError } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import { type ClientAnswer, HttpError } from '@klockwork/userland';
import { OWN_HEADERS } from './request-headers.ts';

/** Returns the headers of a passed answer. `prefix`: path of this server before the program's own paths. */
export function answerHeaders({ head }: ClientAnswer, prefix: string): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { 'cache-control': 'no-cache, private' };
  for (const [name, value] of head.headers) {
    const key = name.toLowerCase();
    if (!OWN_HEADERS.has(key)) headers[key] = key === 'location' ? ownLocation(value, prefix) : value;
  }
  return headers;
}

/**
 * Adds a policy to the answer of a program in a pod: a browser then gives its page an origin of its own, so that it cannot act as a user of
 * this server. The program's own policies hold as well.
 */
export function sandboxed(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { 'content-security-policy': own } = headers;
  return { ...headers, 'content-security-policy': own === undefined ? 'sandbox' : `sandbox, ${own}` };
}

/** Converts a program's path to a path of this server. Models `rewriteURL` of `apimachinery/pkg/util/proxy`. */
function ownLocation(location: string, prefix: string): string {
  return location.startsWith('/') && !location.startsWith('//') && !location.startsWith(prefix) ? `${prefix}${location}` : location;
}

/** Streams the body of an answer. An interrupted answer ends early. */
export async function passAnswer({ body }: ClientAnswer, connection: Connection, sink: ByteSink): Promise<void> {
  try {
    for await (const bytes of body) if (!sink.write(bytesOf(bytes))) await sink.drained();
  } catch (error) {
    if (!(error instanceof ConnectionError || error instanceof HttpError || error instanceof StoppedError)) throw error;
  } finally {
    connection.close();
    sink.end();
  }
}
