const REPLACEMENT = '\u00ef\u00bf\u00bd';

/**
 * Converts text to bytes and back. Bytes are **byte strings**: characters 0 to 255, one a byte, so that `length` counts bytes and
 * conversion is lossless.
 */
export const utf8 = {
  /** The bytes of a text. A lone surrogate becomes U+FFFD, as in every UTF-8 encoder. */
  encode(text: string): string {
    if (isAscii(text)) return text;
    let bytes = '';
    for (const char of text) bytes += encodePoint(char.codePointAt(0) ?? 0);
    return bytes;
  },
  /** Decodes UTF-8. Each maximal invalid part becomes U+FFFD, as in the Encoding standard. */
  decode(bytes: string): string {
    if (isAscii(bytes)) return bytes;
    let text = '';
    for (let at = 0; at < bytes.length; ) {
      const { point, length } = decodePoint(bytes, at);
      text += String.fromCodePoint(point);
      at += length;
    }
    return text;
  },
};

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

function encodePoint(point: number): string {
  if (point < 0x80) return String.fromCharCode(point);
  if (point < 0x800) return String.fromCharCode(0xc0 | (point >> 6), tail(point));
  if (point >= 0xd800 && point < 0xe000) return REPLACEMENT;
  if (point < 0x10000) return String.fromCharCode(0xe0 | (point >> 12), tail(point >> 6), tail(point));
  return String.fromCharCode(0xf0 | (point >> 18), tail(point >> 12), tail(point >> 6), tail(point));
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

/** Continuation bytes after a lead byte: count, and range of the first. Unicode 15, table 3-7. */
function follows(lead: number): { count: number; low: number; high: number } | undefined {
  if (lead >= 0xc2 && lead <= 0xdf) return { count: 1, low: 0x80, high: 0xbf };
  if (lead >= 0xe0 && lead <= 0xef) return { count: 2, low: lead === 0xe0 ? 0xa0 : 0x80, high: lead === 0xed ? 0x9f : 0xbf };
  if (lead >= 0xf0 && lead <= 0xf4) return { count: 3, low: lead === 0xf0 ? 0x90 : 0x80, high: lead === 0xf4 ? 0x8f : 0xbf };
  return undefined;
}

function decodePoint(bytes: string, at: number): { point: number; length: number } {
  const lead = bytes.charCodeAt(at);
  if (lead < 0x80) return { point: lead, length: 1 };
  const rule = follows(lead);
  if (rule === undefined) return { point: 0xfffd, length: 1 };
  let point = lead & (0x3f >> rule.count);
  for (let index = 1; index <= rule.count; index++) {
    const byte = bytes.charCodeAt(at + index);
    const [low, high] = index === 1 ? [rule.low, rule.high] : [0x80, 0xbf];
    if (!(byte >= low && byte <= high)) return { point: 0xfffd, length: index };
    point = (point << 6) | (byte & 0x3f);
  }
  return { point, length: rule.count + 1 };
}
