import { byteString, bytesOf } from '../bytes/byte-string.ts';
import { sha256 } from './sha256.ts';

const BLOCK_BYTES = 64;
const [INNER, OUTER] = [0x36, 0x5c];

/** Returns the HMAC-SHA-256 of a byte string under a key, also a byte string. RFC 2104. */
export function hmacSha256(key: string, text: string): string {
  const short = key.length > BLOCK_BYTES ? digest(key) : key;
  const block = short.padEnd(BLOCK_BYTES, '\0');
  return digest(padded(block, OUTER) + digest(padded(block, INNER) + text));
}

function padded(block: string, pad: number): string {
  return byteString(bytesOf(block).map((byte) => byte ^ pad));
}

/** Returns the SHA-256 digest as a byte string. */
function digest(text: string): string {
  return byteString(Uint8Array.from(sha256(text).match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)));
}
