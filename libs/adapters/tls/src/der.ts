import { isIP } from 'node:net';

/** Tag numbers of ASN.1 types in DER (X.690). */
const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

const CONTEXT = 0x80;
const CONSTRUCTED = 0x20;
/** Longest content whose length fits the tag's next byte. */
const SHORT_LENGTH_MAX = 0x7f;
/** First year that UTCTime cannot express in certificates (RFC 5280, 4.1.2.5). */
const GENERALIZED_FROM = 2050;

export function sequence(...parts: readonly Buffer[]): Buffer {
  return element(TAG.sequence, ...parts);
}

export function set(...parts: readonly Buffer[]): Buffer {
  return element(TAG.set, ...parts);
}

/** Encodes a positive integer from its bytes; the first one is between 1 and 127. */
export function integer(bytes: Uint8Array): Buffer {
  return element(TAG.integer, bytes);
}

export function boolean(value: boolean): Buffer {
  return element(TAG.boolean, Buffer.from([value ? 0xff : 0]));
}

export function octetString(content: Uint8Array): Buffer {
  return element(TAG.octetString, content);
}

/** Encodes bits; `unused` of the last byte do not count. */
export function bitString(content: Uint8Array, unused = 0): Buffer {
  return element(TAG.bitString, Buffer.from([unused]), content);
}

/** Encodes bits by their positions, the first bit being 0: `digitalSignature` of a key usage, for example. */
export function namedBits(positions: readonly number[]): Buffer {
  const last = Math.max(...positions);
  const bytes = Buffer.alloc(Math.floor(last / 8) + 1);
  for (const position of positions) bytes[position >> 3] = (bytes[position >> 3] ?? 0) | (0x80 >> (position & 7));
  return bitString(bytes, 7 - (last & 7));
}

/** Encodes dotted numbers: `2.5.29.15`. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(TAG.objectIdentifier, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** Encodes a text as PrintableString if its characters allow, else as UTF8String. */
export function text(value: string): Buffer {
  return element(/^[A-Za-z0-9 '()+,./:=?-]*$/.test(value) ? TAG.printableString : TAG.utf8String, Buffer.from(value));
}

/** Encodes an instant in ms since 1970, rounded down to seconds. */
export function time(instant: number): Buffer {
  const date = new Date(instant);
  const digits = `${date.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
  if (date.getUTCFullYear() >= GENERALIZED_FROM) return element(TAG.generalizedTime, Buffer.from(digits));
  return element(TAG.utcTime, Buffer.from(digits.slice(2)));
}

/** Encodes a context-specific field around other elements. */
export function field(number: number, ...parts: readonly Buffer[]): Buffer {
  return element(CONTEXT | CONSTRUCTED | number, ...parts);
}

/** Encodes a context-specific field whose content replaces the bytes of its type. */
export function implicitField(number: number, content: Uint8Array): Buffer {
  return element(CONTEXT | number, content);
}

/** Returns the bytes of an IPv4 or IPv6 address. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [groups(head), groups(tail ?? '')];
  const missing = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return Buffer.from([...before, ...missing, ...after].flatMap((group) => [group >> 8, group & 0xff]));
}

function groups(part: string): number[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
}

function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(content.byteLength)]), content]);
}

function lengthBytes(length: number): number[] {
  if (length <= SHORT_LENGTH_MAX) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) bytes.unshift(rest & 0xff);
  return [CONTEXT | bytes.length, ...bytes];
}

/** Seven bits a byte; all bytes but the last have the highest bit. */
function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}
