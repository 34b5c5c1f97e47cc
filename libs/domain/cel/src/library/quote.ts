import { goEscape } from '@klockwork/api-machinery';
import { decodeUtf8, encodeUtf8 } from '@klockwork/kernel';

/** Characters that `strings.quote` escapes, as Go does; it prints all others. */
const ESCAPED = new Set('\x07\b\f\n\r\t\v\\"');

/** Quotes a text as CEL's `strings.quote`. */
export function quote(text: string): string {
  return `"${[...decodeUtf8(encodeUtf8(text))].map((character) => (ESCAPED.has(character) ? goEscape(character) : character)).join('')}"`;
}
