import type { ReadAhead } from '@klockwork/userland';

/** Connection preface of an HTTP/2 client. */
export const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

/** The frames of HTTP/2 that a health check needs. Models RFC 9113, section 6. */
export const FRAME = { data: 0, headers: 1, settings: 4, goAway: 7 } as const;
const FLAG_END_STREAM = 0x1;
const FLAG_END_HEADERS = 0x4;
const HEAD_BYTES = 9;

export interface Frame {
  readonly type: number;
  readonly endsStream: boolean;
  readonly payload: string;
}

/** Encodes a frame of stream 1, or a connection frame. */
export function frame(type: number, payload: string, endsStream = false): string {
  const isOfStream = type === FRAME.data || type === FRAME.headers;
  const flags = (type === FRAME.headers ? FLAG_END_HEADERS : 0) | (endsStream ? FLAG_END_STREAM : 0);
  return `${bigEndian(payload.length, 3)}${String.fromCharCode(type, flags)}${bigEndian(isOfStream ? 1 : 0, 4)}${payload}`;
}

/** The next frame; undefined when the connection ends first. */
export async function readFrame(source: ReadAhead): Promise<Frame | undefined> {
  const head = await source.take(HEAD_BYTES);
  if (head.length < HEAD_BYTES) return undefined;
  const length = numberOf(head.slice(0, 3));
  const payload = await source.take(length);
  if (payload.length < length) return undefined;
  return { type: head.charCodeAt(3), endsStream: (head.charCodeAt(4) & FLAG_END_STREAM) !== 0, payload };
}

/** Headers as HPACK's literals that nobody remembers. Models RFC 7541, section 6.2.2. */
export function headerBlock(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `\0${String.fromCharCode(name.length)}${name}${String.fromCharCode(value.length)}${value}`)
    .join('');
}

/** Reads what {@link headerBlock} wrote. Undefined for what it does not write: compressed names, tables. */
export function readHeaderBlock(block: string): ReadonlyMap<string, string> | undefined {
  const headers = new Map<string, string>();
  for (let at = 0; at < block.length; ) {
    if (block[at] !== '\0') return undefined;
    const name = textAt(block, at + 1);
    const value = textAt(block, at + 2 + name.length);
    headers.set(name, value);
    at += 3 + name.length + value.length;
  }
  return headers;
}

/** Length-prefixed bytes at an offset. */
function textAt(bytes: string, at: number): string {
  return bytes.slice(at + 1, at + 1 + bytes.charCodeAt(at));
}

/** Encodes a number in `bytes` bytes. */
export function bigEndian(value: number, bytes: number): string {
  let text = '';
  for (let place = bytes - 1; place >= 0; place--) text += String.fromCharCode(Math.floor(value / 256 ** place) % 256);
  return text;
}

function numberOf(bytes: string): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte.charCodeAt(0);
  return value;
}
