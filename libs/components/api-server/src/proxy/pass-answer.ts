import type { ByteSink } from '@klockwork/http-api';
import { bytesOf, StoppedError } from '@klockwork/kernel';
import { type Connection, ConnectionError } from '@klockwork/pod-lifecycle';
import { type ClientAnswer, HttpError, headerOf } from '@klockwork/userland';
import { HtmlLinks } from './html-links.ts';
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

/** Compressed pages are passed as they are. */
function isHtml({ head }: ClientAnswer): boolean {
  const encoding = headerOf(head, 'Content-Encoding') ?? 'identity';
  return encoding === 'identity' && /^text\/html\s*(?:;|$)/i.test(headerOf(head, 'Content-Type') ?? '');
}

async function pass(sink: ByteSink, bytes: string): Promise<void> {
  if (bytes !== '' && !sink.write(bytesOf(bytes))) await sink.drained();
}

/** Converts a program's path to a path of this server. Models `rewriteURL` of `apimachinery/pkg/util/proxy`. */
function ownLocation(location: string, prefix: string): string {
  return location.startsWith('/') && !location.startsWith('//') && !location.startsWith(prefix) ? `${prefix}${location}` : location;
}

/** Streams the body of an answer. Paths in links of HTML get `prefix`. An interrupted answer ends early. */
export async function passAnswer(answer: ClientAnswer, connection: Connection, sink: ByteSink, prefix = ''): Promise<void> {
  const links = prefix !== '' && isHtml(answer) ? new HtmlLinks((link) => ownLocation(link, prefix)) : undefined;
  try {
    for await (const bytes of answer.body) await pass(sink, links?.add(bytes) ?? bytes);
    await pass(sink, links?.end() ?? '');
  } catch (error) {
    if (!(error instanceof ConnectionError || error instanceof HttpError || error instanceof StoppedError)) throw error;
  } finally {
    connection.close();
    sink.end();
  }
}
