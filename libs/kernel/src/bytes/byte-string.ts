import { lenientUtf8, utf8Encoder } from './built-ins.ts';

/** Max arguments of one call on every host. */
const CHUNK_BYTES = 8 * 1024;

const ASCII = /^[\0-\x7f]*$/;

/** Returns bytes as a byte string: a character from 0 to 255 for each byte. */
export function byteString(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES));
  return text;
}

/** Returns the bytes of a byte string. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Converts between text and **byte strings** of UTF-8, whose `length` counts bytes. */
export const utf8 = {
  /** Encodes a text; a lone surrogate becomes U+FFFD. */
  encode(text: string): string {
    return ASCII.test(text) ? text : byteString(utf8Encoder.encode(text));
  },
  /** Decodes a byte string. Each maximal malformed part becomes U+FFFD, as in the Encoding standard. */
  decode(bytes: string): string {
    return ASCII.test(bytes) ? bytes : lenientUtf8.decode(bytesOf(bytes));
  },
};
