/** Start line and headers of an HTTP message. Byte strings. */
export interface HttpHead {
  /** `GET / HTTP/1.1`, `HTTP/1.1 200 OK` */
  readonly startLine: string;
  readonly headers: readonly HttpHeader[];
}

/** Header as received, with its original letter case. */
export type HttpHeader = readonly [name: string, value: string];

/** First line of a request. */
export interface RequestLine {
  readonly method: string;
  /** `/a/b?c=d` */
  readonly target: string;
  /** `HTTP/1.1` */
  readonly version: string;
}

/** First line of a response. */
export interface StatusLine {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
}

/** Body length: bytes, chunked, or until the connection closes. Models RFC 9112, section 6. */
export type BodyLength = number | 'chunked' | 'until-end';

/** Parses a head without its final empty line. Undefined when invalid. */
export function parseHead(text: string): HttpHead | undefined {
  const [startLine = '', ...lines] = text.split(/\r?\n/);
  const headers = lines.map(parseHeader);
  if (!headers.every((header) => header !== undefined)) return undefined;
  return { startLine, headers };
}

function parseHeader(line: string): HttpHeader | undefined {
  const match = /^([!#$%&'*+.^`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
  return match === null ? undefined : [match[1] ?? '', match[2] ?? ''];
}

/** Returns the wire format of a head, including its final empty line. */
export function formatHead({ startLine, headers }: HttpHead): string {
  return `${[startLine, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
}

/** First value of a header. Case of `name` is ignored. */
export function headerOf({ headers }: HttpHead, name: string): string | undefined {
  return headers.find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1];
}

/** Parses a request line; undefined when invalid. */
export function requestLine(startLine: string): RequestLine | undefined {
  const match = /^([!#$%&'*+.^`|~\w-]+) (\S+) (HTTP\/1\.[01])$/.exec(startLine);
  return match === null ? undefined : { method: match[1] ?? '', target: match[2] ?? '', version: match[3] ?? '' };
}

/** Parses a status line; undefined when invalid. */
export function statusLine(startLine: string): StatusLine | undefined {
  const match = /^(HTTP\/1\.[01]) (\d{3})(?: (.*))?$/.exec(startLine);
  return match === null ? undefined : { version: match[1] ?? '', status: Number(match[2]), reason: match[3] ?? '' };
}

/** Body length of a request; 0 without a declared length. */
export function requestBodyLength(head: HttpHead): BodyLength {
  return declaredLength(head) ?? 0;
}

/** Body length of a response. */
export function answerBodyLength(head: HttpHead, method: string, status: number): BodyLength {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 0;
  return declaredLength(head) ?? 'until-end';
}

function declaredLength(head: HttpHead): BodyLength | undefined {
  if (/\bchunked$/i.test(headerOf(head, 'Transfer-Encoding') ?? '')) return 'chunked';
  const length = headerOf(head, 'Content-Length');
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

/** Returns whether the connection may carry another message. */
export function keepsAlive(head: HttpHead, version: string): boolean {
  const connection = (headerOf(head, 'Connection') ?? '').toLowerCase();
  return version === 'HTTP/1.1' ? connection !== 'close' : connection === 'keep-alive';
}
