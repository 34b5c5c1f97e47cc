const REPLACEMENT = 0xfffd;

/** Decodes UTF-8. Malformed bytes become U+FFFD each, as in Go. */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  let plainFrom = 0;
  for (let at = 0; at < bytes.length; ) {
    if ((bytes[at] as number) < 0x80) {
      at += 1;
      continue;
    }
    text += asciiText(bytes.subarray(plainFrom, at));
    const { code, length } = runeAt(bytes, at);
    text += String.fromCodePoint(code);
    at += length;
    plainFrom = at;
  }
  return text + asciiText(bytes.subarray(plainFrom));
}

/** Limits the arguments of a call. */
const CHUNK = 8_192;

function asciiText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return text;
}

function runeAt(bytes: Uint8Array, at: number): { code: number; length: number } {
  const first = bytes[at] as number;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  let code = first & (0x7f >> length);
  for (let index = 1; index < length; index += 1) {
    const next = bytes[at + index] ?? 0;
    if ((next & 0xc0) !== 0x80) return { code: REPLACEMENT, length: 1 };
    code = (code << 6) | (next & 0x3f);
  }
  return isRune(first, code, length) ? { code, length } : { code: REPLACEMENT, length: 1 };
}

/** No stray continuation byte, no longer form than needed, no surrogate, nothing beyond Unicode. */
function isRune(first: number, code: number, length: number): boolean {
  if (first < 0xc2 || first > 0xf4 || code > 0x10ffff) return false;
  return code >= (length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000) && (code < 0xd800 || code > 0xdfff);
}

/** Encodes a text as UTF-8; lone surrogates become U+FFFD. Written out, since the domain may not use encoders of the host. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) as number;
    const code = point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return Uint8Array.from(bytes);
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}
