/** Base64 of binary fields (`[]byte` upstream), without a host's help. Texts are UTF-8. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The base64 of `text` in UTF-8. */
export function encodeBase64(text: string): string {
  const bytes = utf8Bytes(text);
  let encoded = '';
  for (let index = 0; index < bytes.length; index += 3) encoded += encodeTriple(bytes, index);
  return encoded;
}

/** How many bytes `encoded` stands for. */
export function base64Length(encoded: string): number {
  const digits = encoded.replace(/[=\r\n]/g, '').length;
  return Math.floor((digits * 3) / 4);
}

/** The text `encoded` stands for; bytes that are no UTF-8 become U+FFFD. */
export function decodeBase64(encoded: string): string {
  const bytes: number[] = [];
  let bits = 0;
  let width = 0;
  for (const digit of encoded.replace(/[=\r\n]/g, '')) {
    bits = ((bits << 6) | ALPHABET.indexOf(digit)) & 0xffff;
    width += 6;
    if (width < 8) continue;
    width -= 8;
    bytes.push((bits >> width) & 0xff);
  }
  return utf8Text(bytes);
}

function encodeTriple(bytes: readonly number[], at: number): string {
  const [a, b, c] = [bytes[at] ?? 0, bytes[at + 1], bytes[at + 2]];
  const digits = [a >> 2, ((a & 3) << 4) | ((b ?? 0) >> 4), (((b ?? 0) & 15) << 2) | ((c ?? 0) >> 6), (c ?? 0) & 63];
  const used = b === undefined ? 2 : c === undefined ? 3 : 4;
  const text = digits.slice(0, used).map((digit) => ALPHABET[digit]);
  return text.join('').padEnd(4, '=');
}

function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) bytes.push(...runeBytes(char.codePointAt(0) as number));
  return bytes;
}

function runeBytes(rune: number): number[] {
  const tail = (shift: number) => 0x80 | ((rune >> shift) & 0x3f);
  if (rune < 0x80) return [rune];
  if (rune < 0x800) return [0xc0 | (rune >> 6), tail(0)];
  if (rune < 0x10000) return [0xe0 | (rune >> 12), tail(6), tail(0)];
  return [0xf0 | (rune >> 18), tail(12), tail(6), tail(0)];
}

function utf8Text(bytes: readonly number[]): string {
  let text = '';
  for (let index = 0; index < bytes.length; ) {
    const lead = bytes[index] as number;
    const size = lead < 0x80 ? 1 : lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
    const tail = bytes.slice(index + 1, index + size);
    const whole = size > 0 && tail.length === size - 1 && tail.every((byte) => (byte & 0xc0) === 0x80);
    text += whole ? String.fromCodePoint(tail.reduce((rune, byte) => (rune << 6) | (byte & 0x3f), leadBits(lead, size))) : '\ufffd';
    index += whole ? size : 1;
  }
  return text;
}

function leadBits(lead: number, size: number): number {
  return size === 1 ? lead : lead & (0x7f >> size);
}
