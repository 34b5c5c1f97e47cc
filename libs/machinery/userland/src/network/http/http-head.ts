/** The lines before the body of a request or an answer. Byte strings. */
export interface HttpHead {
  /** `GET / HTTP/1.1`, `HTTP/1.1 200 OK` */
  readonly startLine: string;
  readonly headers: readonly HttpHeader[];
}

/** A header as it was written: its name's letters keep their case. */
export type HttpHeader = readonly [name: string, value: string];

/** What a request asks for. */
export interface RequestLine {
  readonly method: string;
  /** `/a/b?c=d` */
  readonly target: string;
  /** `HTTP/1.1` */
  readonly version: string;
}

/** How an answer begins. */
export interface StatusLine {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
}

/** How long the body of a message is: so many bytes, in chunks, or until the connection ends. Models RFC 9112, section 6. */
export type BodyLength = number | 'chunked' | 'until-end';

/** Reads a head, without the empty line at its end. Undefined when its lines are none of HTTP. */
export function parseHead(text: string): HttpHead | undefined {
  const [startLine = '', ...lines] = text.split(/\r?\n/);
  const headers = lines.map(parseHeader);
  if (!headers.every((header) => header !== undefined)) return undefined;
  return { startLine, headers };
}

function parseHeader(line: string): HttpHeader | undefined {
  const found = /^([!#$%&'*+.^`|~\w-]+):[ \t]*(.*?)[ \t]*$/.exec(line);
  return found === null ? undefined : [found[1] ?? '', found[2] ?? ''];
}

/** A head as it is sent, with the empty line at its end. */
export function formatHead({ startLine, headers }: HttpHead): string {
  return `${[startLine, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
}

/** The first value of a header, whatever the case of its name. */
export function headerOf({ headers }: HttpHead, name: string): string | undefined {
  return headers.find(([own]) => own.toLowerCase() === name.toLowerCase())?.[1];
}

/** Reads the first line of a request; undefined when it is none. */
export function requestLine(startLine: string): RequestLine | undefined {
  const found = /^([!#$%&'*+.^`|~\w-]+) (\S+) (HTTP\/1\.[01])$/.exec(startLine);
  return found === null ? undefined : { method: found[1] ?? '', target: found[2] ?? '', version: found[3] ?? '' };
}

/** Reads the first line of an answer; undefined when it is none. */
export function statusLine(startLine: string): StatusLine | undefined {
  const found = /^(HTTP\/1\.[01]) (\d{3})(?: (.*))?$/.exec(startLine);
  return found === null ? undefined : { version: found[1] ?? '', status: Number(found[2]), reason: found[3] ?? '' };
}

/** How long the body of a request is. */
export function requestBodyLength(head: HttpHead): BodyLength {
  return declaredLength(head) ?? 0;
}

/** How long the body of an answer is. */
export function answerBodyLength(head: HttpHead, method: string, status: number): BodyLength {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 0;
  return declaredLength(head) ?? 'until-end';
}

function declaredLength(head: HttpHead): BodyLength | undefined {
  if (/\bchunked$/i.test(headerOf(head, 'Transfer-Encoding') ?? '')) return 'chunked';
  const length = headerOf(head, 'Content-Length');
  return length !== undefined && /^\d+$/.test(length) ? Number(length) : undefined;
}

/** Whether another message may follow on the connection. */
export function keepsAlive(head: HttpHead, version: string): boolean {
  const connection = (headerOf(head, 'Connection') ?? '').toLowerCase();
  return version === 'HTTP/1.1' ? connection !== 'close' : connection === 'keep-alive';
}
