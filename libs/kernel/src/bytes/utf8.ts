import { strictUtf8, utf8Encoder } from './built-ins.ts';
import { byteString, bytesOf } from './byte-string.ts';

/** U+FFFD as a byte string of UTF-8. */
const REPLACEMENT = '\xef\xbf\xbd';

/** Matches well-formed sequences of several bytes (Unicode 15, table 3-7) and single malformed bytes. */
const SEQUENCE =
  /[\xc2-\xdf][\x80-\xbf]|(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]|(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}|[\x80-\xff]/g;

/** Encodes text as UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  return utf8Encoder.encode(text);
}

/** Decodes UTF-8. Like Go, replaces each malformed byte by U+FFFD; the Encoding standard replaces longer parts. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    const mended = byteString(bytes).replace(SEQUENCE, (sequence) => (sequence.length === 1 ? REPLACEMENT : sequence));
    return strictUtf8.decode(bytesOf(mended));
  }
}

/** Returns the number of bytes of a text in UTF-8, like `len` of a Go string. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // A pair has two units and four bytes, which its first unit has counted.
    if (isPair(unit, text.charCodeAt(index + 1))) index += 1;
  }
  return bytes;
}

/** Returns true if a text exceeds `bytesMax` bytes in UTF-8. Counts only long texts: a unit has at most three bytes. */
export function isLongerThan(text: string, bytesMax: number): boolean {
  return text.length * 3 > bytesMax && utf8Length(text) > bytesMax;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
