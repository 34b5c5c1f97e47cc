const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  e: '\x1b',
};

/**
 * Expands backslash escapes. `octal` selects `\0nnn` (echo and %b) or `
 * nn` (formats).
 */
export function withEscapes(text: string, octal: 'zero' | 'bare'): { text: string; stopped: boolean } {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '\\') {
      result += text[at];
      continue;
    }
    const rest = text.slice(at + 1, at + 6);
    const number =
      (octal === 'zero' ? /^0([0-7]{0,3})/ : /^([0-7]{1,3})/).exec(rest) ?? (octal === 'zero' ? /^([1-7][0-7]{0,2})/.exec(rest) : null);
    const hex = /^x([0-9a-fA-F]{1,2})/.exec(rest);
    if (rest.startsWith('c')) return { text: result, stopped: true };
    if (number !== null) {
      result += String.fromCharCode(Number.parseInt(number[1] || '0', 8) & 255);
      at += number[0].length;
    } else if (hex !== null) {
      result += String.fromCharCode(Number.parseInt(hex[1] ?? '0', 16));
      at += hex[0].length;
    } else if (ESCAPES[rest[0] ?? ''] !== undefined) {
      result += ESCAPES[rest[0] ?? ''];
      at += 1;
    } else result += '\\';
  }
  return { text: result, stopped: false };
}
