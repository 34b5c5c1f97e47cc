import { byteString, bytesOf } from '@klockwork/kernel';
import { deflateSync, type FlateError, FlateErrorCode, inflateSync } from 'fflate';

const MAGIC = '\x1f\x8b';
const TRAILER_BYTES = 8;
/** Compressed bytes that are decompressed at first. fflate allocates three times its input, also for a short file before others. */
const WINDOW_BYTES = 512;

const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum >>> 0;
});

/** Invalid gzip file; the message is that of GNU gzip. */
export class GzipError extends Error {
  override readonly name = 'GzipError';
}

/** Returns true for bytes that begin like a gzip file. */
export function isGzip(bytes: string): boolean {
  return bytes.startsWith(MAGIC);
}

/** Compresses bytes to a gzip file. RFC 1952. `modifiedAt` in seconds since 1970. */
export function gzipped(bytes: string, modifiedAt = 0): string {
  return `${MAGIC}\x08\0${word(modifiedAt)}\0\x03${byteString(deflateSync(bytesOf(bytes)))}${trailerOf(bytes)}`;
}

/** Decompresses a gzip file, or several joined ones. Ignores bytes after them. Throws {@link GzipError}. */
export function gunzipped(file: string): string {
  const bytes = bytesOf(file);
  const contents: string[] = [];
  let at = 0;
  do {
    if (!file.startsWith(MAGIC, at)) throw new GzipError('not in gzip format');
    const start = headerEnd(file, at);
    const content = byteString(inflated(bytes, start));
    contents.push(content);
    at = memberEnd(file, start, content);
  } while (file.startsWith(MAGIC, at));
  return contents.join('');
}

/** Decompresses the DEFLATE stream at `start`. */
function inflated(bytes: Uint8Array, start: number): Uint8Array {
  for (let size = WINDOW_BYTES; ; size *= 2) {
    try {
      return inflateSync(bytes.subarray(start, start + size));
    } catch (error) {
      const isCut = (error as FlateError).code === FlateErrorCode.UnexpectedEOF;
      if (!isCut) throw new GzipError('invalid compressed data--format violated', { cause: error });
      if (start + size >= bytes.length) throw new GzipError('unexpected end of file', { cause: error });
    }
  }
}

/** Returns the end of a header: optional extra field, name, comment and checksum, according to its flags. */
function headerEnd(file: string, start: number): number {
  const flags = file.charCodeAt(start + 3);
  let at = start + 10;
  if (flags & 4) at += 2 + file.charCodeAt(at) + file.charCodeAt(at + 1) * 256;
  for (const flag of [8, 16]) if (flags & flag) at = file.indexOf('\0', at) + 1 || file.length;
  return flags & 2 ? at + 2 : at;
}

/** Returns the end of a file by its trailer: fflate does not report the end of a stream. */
function memberEnd(file: string, start: number, content: string): number {
  const at = file.indexOf(trailerOf(content), start);
  if (at < 0) throw new GzipError('invalid compressed data--crc error');
  let end = at + TRAILER_BYTES;
  // The trailer of an empty content consists of zeros, and its stream can end with more of them.
  while (content === '' && file[end] === '\0') end += 1;
  return end;
}

/** Checksum and length of the content. */
function trailerOf(content: string): string {
  return word(crc32(content)) + word(content.length);
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
