import { decodeUtf8, encodeUtf8 } from '@klockwork/kernel';

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** Quotes a text as CEL's `strings.quote`. */
export function quote(text: string): string {
  return `"${[...decodeUtf8(encodeUtf8(text))].map((character) => ESCAPES[character] ?? character).join('')}"`;
}
