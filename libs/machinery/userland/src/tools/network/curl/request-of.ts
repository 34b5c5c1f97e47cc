import { bytesOf, encodeBase64 } from '@klockwork/kernel';
import type { ClientRequest } from '../../../network/http/http-client.ts';
import type { HttpHeader } from '../../../network/http/http-head.ts';
import { authority, type Url } from '../../../network/http/url.ts';
import type { CurlData, CurlOptions } from './curl-options.ts';

/** Version in Debian 12. */
export const CURL_VERSION = '7.88.1';

/** Request of one hop. `-H` headers override defaults; an empty value removes a header. */
export function requestOf(options: CurlOptions, url: Url, data: string | undefined): ClientRequest {
  const isJson = options.data.some(({ kind }) => kind === 'json');
  const body = options.get ? undefined : data;
  const user = options.user ?? (url.user === '' ? undefined : url.user);
  const own: HttpHeader[] = [
    ['Host', authority(url)],
    ...(user === undefined ? [] : [['Authorization', `Basic ${encodeBase64(bytesOf(user))}`] as const]),
    ['User-Agent', options.userAgent ?? `curl/${CURL_VERSION}`],
    ['Accept', isJson ? 'application/json' : '*/*'],
    ...(body === undefined ? [] : [['Content-Type', isJson ? 'application/json' : 'application/x-www-form-urlencoded'] as const]),
  ];
  return {
    method: methodOf(options, body),
    target: options.get && data !== undefined ? withQuery(url.target, data) : url.target,
    headers: withOwn(own, options.headers),
    tls: url.scheme === 'https',
    ...(body !== undefined && { body }),
  };
}

/** Request body; `read` returns file content. Undefined without data. */
export async function dataOf(data: readonly CurlData[], read: (path: string) => Promise<string>): Promise<string | undefined> {
  if (data.length === 0) return undefined;
  const parts = await Promise.all(data.map((one) => partOf(one, read)));
  return parts.join(data.every(({ kind }) => kind === 'json') ? '' : '&');
}

async function partOf({ value, kind }: CurlData, read: (path: string) => Promise<string>): Promise<string> {
  if (kind === 'raw' || !value.startsWith('@')) return value;
  const content = await read(value.slice(1));
  return kind === 'data' ? content.replace(/[\r\n\0]/g, '') : content;
}

function methodOf({ method, headOnly }: CurlOptions, body: string | undefined): string {
  return method ?? (headOnly ? 'HEAD' : body === undefined ? 'GET' : 'POST');
}

function withQuery(target: string, query: string): string {
  return `${target}${target.includes('?') ? '&' : '?'}${query}`;
}

function withOwn(own: readonly HttpHeader[], lines: readonly string[]): readonly HttpHeader[] {
  const headers = lines.flatMap((text): { name: string; value: string | undefined }[] => {
    const match = /^([^:;]+)([:;])\s*(.*)$/.exec(text);
    if (match === null) return [];
    const [, name = '', separator, value = ''] = match;
    return [{ name, value: value === '' && separator === ':' ? undefined : value }];
  });
  const ofName = (name: string) => headers.find((header) => header.name.toLowerCase() === name.toLowerCase());
  const replacedHeaders = own.flatMap(([name, value]): HttpHeader[] => {
    const other = ofName(name);
    if (other === undefined) return [[name, value]];
    return other.value === undefined ? [] : [[other.name, other.value]];
  });
  const addedHeaders = headers.filter(
    ({ name, value }) => value !== undefined && !own.some(([ownName]) => ownName.toLowerCase() === name.toLowerCase()),
  );
  return [...replacedHeaders, ...addedHeaders.map(({ name, value = '' }): HttpHeader => [name, value])];
}
