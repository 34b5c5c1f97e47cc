import { deflate } from './deflate.ts';
import { InflateError, inflate } from './inflate.ts';

const MAGIC = '\x1f\x8b';
const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum >>> 0;
});

/** Returns whether bytes start with the gzip magic. */
export function isGzip(bytes: string): boolean {
  return bytes.startsWith(MAGIC);
}

/** Bytes as a gzip file. RFC 1952. `modifiedAt` in seconds since 1970. */
export function gzipped(bytes: string, modifiedAt = 0): string {
  return `${MAGIC}\x08\0${word(modifiedAt)}\0\x03${deflate(bytes)}${word(crc32(bytes))}${word(bytes.length)}`;
}

/** Decompresses concatenated gzip members. Throws {@link InflateError} for invalid or damaged data. */
export function gunzipped(bytes: string): string {
  let [text, at] = ['', 0];
  do {
    if (!bytes.startsWith(MAGIC, at)) throw new InflateError('not in gzip format');
    const found = inflate(bytes, headerEnd(bytes, at));
    if (bytes.slice(found.end, found.end + 4) !== word(crc32(found.bytes))) throw new InflateError('crc error');
    text += found.bytes;
    at = found.end + 8;
  } while (at < bytes.length && bytes.startsWith(MAGIC, at));
  return text;
}

/** End offset of a header: after extra field, name, comment and checksum, by its flags. */
function headerEnd(bytes: string, start: number): number {
  const flags = bytes.charCodeAt(start + 3);
  let at = start + 10;
  if (flags & 4) at += 2 + bytes.charCodeAt(at) + bytes.charCodeAt(at + 1) * 256;
  for (const flag of [8, 16]) if (flags & flag) at = bytes.indexOf('\0', at) + 1 || bytes.length;
  return flags & 2 ? at + 2 : at;
}

function crc32(bytes: string): number {
  let sum = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) sum = (sum >>> 8) ^ (TABLE[(sum ^ bytes.charCodeAt(at)) & 255] ?? 0);
  return (sum ^ 0xffffffff) >>> 0;
}

/** Four bytes, the lowest first. */
function word(value: number): string {
  return String.fromCharCode(value & 255, (value >>> 8) & 255, (value >>> 16) & 255, (value >>> 24) & 255);
}
