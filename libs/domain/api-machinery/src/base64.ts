const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET].map((char, index) => [char, index]));

/**
 * Returns the offset of invalid base64 in Go's count; undefined if valid. Line breaks are allowed. Models
 * `encoding/base64.CorruptInputError`.
 */
export function base64Problem(text: string): string | undefined {
  let digits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index] as string;
    if (char === '\n' || char === '\r') continue;
    if (char === '=') return paddingProblem(text, index, digits % 4);
    if (!VALUES.has(char)) return problemAt(index);
    digits += 1;
  }
  return digits % 4 === 0 ? undefined : problemAt(text.length - (digits % 4));
}

/** Bytes as base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(index, index + 3);
    const left = bytes.length - index;
    text += digit(a >> 2) + digit(((a & 3) << 4) | (b >> 4));
    text += left > 1 ? digit(((b & 15) << 2) | (c >> 6)) : '=';
    text += left > 2 ? digit(c & 63) : '=';
  }
  return text;
}

/** Decodes base64; other characters are skipped. */
export function decodeBase64(text: string): Uint8Array {
  const bytes: number[] = [];
  let [bits, width] = [0, 0];
  for (const char of text) {
    const value = VALUES.get(char);
    if (value === undefined) continue;
    bits = ((bits << 6) | value) & 0xffff;
    width += 6;
    if (width < 8) continue;
    width -= 8;
    bytes.push((bits >> width) & 0xff);
  }
  return Uint8Array.from(bytes);
}

function paddingProblem(text: string, at: number, digits: number): string | undefined {
  if (digits < 2) return problemAt(at);
  const rest = text.slice(at).replace(/[\r\n]/g, '');
  const wanted = digits === 2 ? '==' : '=';
  if (rest === wanted) return undefined;
  return rest.startsWith(wanted) ? problemAt(at + wanted.length) : problemAt(rest.length < wanted.length ? text.length : at + 1);
}

function problemAt(index: number): string {
  return `illegal base64 data at input byte ${index}`;
}

function digit(value: number): string {
  return ALPHABET[value] as string;
}
