/** Characters made in one call: more arguments than this may not fit the stack. */
const CHUNK = 8_192;

/** The text of UTF-8 bytes; what is not UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const end = asciiEnd(bytes, at);
    if (end > at) text += String.fromCharCode(...bytes.subarray(at, end));
    at = end;
    if (at === bytes.length || (bytes[at] as number) < 0x80) continue;
    const { rune, length } = runeAt(bytes, at);
    text += String.fromCodePoint(rune);
    at += length;
  }
  return text;
}

/** Where the run of ASCII from `at` on ends, or the chunk that is to be made of it. */
function asciiEnd(bytes: Uint8Array, at: number): number {
  const bound = Math.min(bytes.length, at + CHUNK);
  let end = at;
  while (end < bound && (bytes[end] as number) < 0x80) end++;
  return end;
}

const REPLACEMENT = { rune: 0xfffd, length: 1 };
/** The least rune that needs so many bytes: a longer form than needed is not UTF-8. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

function runeAt(bytes: Uint8Array, at: number): { rune: number; length: number } {
  const first = bytes[at] as number;
  if (first < 0x80) return { rune: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return REPLACEMENT;
  let rune = first & (0x7f >> length);
  for (let index = at + 1; index < at + length; index++) {
    const next = bytes[index] as number;
    if ((next & 0xc0) !== 0x80) return REPLACEMENT;
    rune = (rune << 6) | (next & 0x3f);
  }
  const valid = rune >= (LEAST[length] as number) && rune <= 0x10ffff && (rune < 0xd800 || rune > 0xdfff);
  return valid ? { rune, length } : REPLACEMENT;
}
