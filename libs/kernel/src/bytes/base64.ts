import { fromBase64, toBase64 } from './built-ins.ts';
import { byteString, bytesOf } from './byte-string.ts';

const NO_DIGIT = /[^A-Za-z0-9+/]/g;

/** Returns bytes as base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return toBase64(byteString(bytes));
}

/** Returns the bytes of base64 text. Ignores padding and all other characters outside the alphabet. */
export function decodeBase64(text: string): Uint8Array {
  const digits = text.replace(NO_DIGIT, '');
  // A single digit after the last group is less than a byte.
  return bytesOf(fromBase64(digits.length % 4 === 1 ? digits.slice(0, -1) : digits));
}
