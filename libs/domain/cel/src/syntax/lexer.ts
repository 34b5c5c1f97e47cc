import type { SourceError } from './source.ts';
import type { Token, TokenKind } from './token.ts';

const PUNCTUATION = [
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  '.',
  ',',
  '-',
  '!',
  '?',
  ':',
  '+',
  '*',
  '/',
  '%',
  '<',
  '>',
];
const KEYWORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'in']);

/** Escape sequence of a text. */
const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?\x60]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})`;
const PLAIN_TEXT = `"(?:${ESCAPE}|[^\\\\"\n\r])*"|'(?:${ESCAPE}|[^\\\\'\n\r])*'`;
const LONG_TEXT = `"""(?:${ESCAPE}|[^\\\\])*?"""|'''(?:${ESCAPE}|[^\\\\])*?'''`;
const RAW_TEXT = `[rR](?:"""[^]*?"""|'''[^]*?'''|"[^"\n\r]*"|'[^'\n\r]*')`;

/** Patterns in the order of the grammar; the first match wins. */
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['skip', /[ \t\r\n\f]+|\/\/[^\n]*/y],
  ['STRING', new RegExp(`${RAW_TEXT}|${LONG_TEXT}|${PLAIN_TEXT}`, 'y')],
  ['BYTES', new RegExp(`[bB](?:${RAW_TEXT}|${LONG_TEXT}|${PLAIN_TEXT})`, 'y')],
  ['NUM_FLOAT', /[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?/y],
  ['NUM_UINT', /(?:0x[0-9a-fA-F]+|[0-9]+)[uU]/y],
  ['NUM_INT', /0x[0-9a-fA-F]+|[0-9]+/y],
  ['IDENTIFIER', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['ESC_IDENTIFIER', /`[A-Za-z0-9_.\-/ ]+`/y],
];

/** Begin of a text up to its fault; half an operator with the character behind it. */
const BROKEN = new RegExp(`"(?:${ESCAPE}|[^\\\\"\n\r])*(?:\\\\[^]?)?|'(?:${ESCAPE}|[^\\\\'\n\r])*(?:\\\\[^]?)?|[=&|][^]?|[^]`, 'uy');

/** Splits an expression into tokens. Unknown characters are errors and are skipped. */
export function tokenize(text: string): { readonly tokens: readonly Token[]; readonly errors: readonly SourceError[] } {
  const tokens: Token[] = [];
  const errors: SourceError[] = [];
  let offset = 0;
  while (offset < text.length) {
    const token = readToken(text, offset);
    if (token.kind === 'unknown') errors.push({ offset, message: `Syntax error: token recognition error at: '${token.text}'` });
    else if (token.kind !== 'skip') tokens.push(token);
    offset += token.text.length;
  }
  tokens.push({ kind: 'EOF', text: '<EOF>', offset: text.length });
  return { tokens, errors };
}

function readToken(text: string, offset: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match !== null) return { kind: KEYWORDS.has(match[0]) ? match[0] : kind, text: match[0], offset };
  }
  const sign = PUNCTUATION.find((candidate) => text.startsWith(candidate, offset));
  if (sign !== undefined) return { kind: sign, text: sign, offset };
  return { kind: 'unknown', text: unknownText(text, offset), offset };
}

function unknownText(text: string, offset: number): string {
  BROKEN.lastIndex = offset;
  return (BROKEN.exec(text) as RegExpExecArray)[0];
}
