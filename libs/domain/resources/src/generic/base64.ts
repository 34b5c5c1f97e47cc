import { decodeBase64, decodeUtf8, encodeBase64 } from '@klockwork/api-machinery';

const NO_DIGIT = /[=\r\n]/g;

/** The base64 of `text` in UTF-8, as binary fields (`[]byte` upstream) hold it. */
export function encodeText(text: string): string {
  return encodeBase64(Uint8Array.from([...text].flatMap(runeBytes)));
}

/** Returns the number of decoded bytes. */
export function base64Length(encoded: string): number {
  return Math.floor((encoded.replace(NO_DIGIT, '').length * 3) / 4);
}

/** Decodes base64 to text; invalid UTF-8 becomes U+FFFD. */
export function decodeText(encoded: string): string {
  return decodeUtf8(decodeBase64(encoded));
}

function runeBytes(char: string): number[] {
  const rune = char.codePointAt(0) as number;
  const tail = (shift: number) => 0x80 | ((rune >> shift) & 0x3f);
  if (rune < 0x80) return [rune];
  if (rune < 0x800) return [0xc0 | (rune >> 6), tail(0)];
  if (rune < 0x10000) return [0xe0 | (rune >> 12), tail(6), tail(0)];
  return [0xf0 | (rune >> 18), tail(12), tail(6), tail(0)];
}
