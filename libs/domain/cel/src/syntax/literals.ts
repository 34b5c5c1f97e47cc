import { encodeUtf8 } from '@klockwork/kernel';
import { Uint } from '../values/value.ts';
import type { LiteralResult, Token } from './token.ts';

const INT_MAX = 2n ** 63n - 1n;
const UINT_MAX = 2n ** 64n - 1n;
const SIMPLE_ESCAPES: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
  '`': 96,
  '?': 63,
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, X: 2, u: 4, U: 8 };

/** Reads an integer token; `negative` when a minus sign belongs to it. */
export function readInt(token: Token, negative: boolean): LiteralResult {
  const magnitude = BigInt(token.text);
  const value = negative ? -magnitude : magnitude;
  return value > INT_MAX || value < -INT_MAX - 1n ? { problem: 'invalid int literal' } : { value };
}

export function readUint(token: Token): LiteralResult {
  const value = BigInt(token.text.slice(0, -1));
  return value > UINT_MAX ? { problem: 'invalid uint literal' } : { value: new Uint(value) };
}

export function readDouble(token: Token, negative: boolean): LiteralResult {
  const value = Number(token.text);
  if (!Number.isFinite(value)) return { problem: 'invalid double literal' };
  return { value: negative ? -value : value };
}

export function readString(token: Token): LiteralResult {
  const { body, isRaw } = unquote(token.text);
  if (isRaw || !body.includes('\\')) return { value: body };
  const pieces = unescapeText(body, false);
  return typeof pieces === 'string'
    ? { problem: pieces }
    : { value: pieces.map((piece) => (typeof piece === 'string' ? piece : String.fromCodePoint(piece))).join('') };
}

export function readBytes(token: Token): LiteralResult {
  const { body, isRaw } = unquote(token.text.slice(1));
  const pieces = isRaw ? [body] : unescapeText(body, true);
  if (typeof pieces === 'string') return { problem: pieces };
  const chunks = pieces.map((piece) => (typeof piece === 'string' ? encodeUtf8(piece) : Uint8Array.of(piece)));
  return { value: Uint8Array.from(chunks.flatMap((chunk) => [...chunk])) };
}

function unquote(text: string): { readonly body: string; readonly isRaw: boolean } {
  const isRaw = /^[rR]/.test(text);
  const quotedText = (isRaw ? text.slice(1) : text).replace(/\r\n?/g, '\n');
  const width = /^("""|''')/.test(quotedText) && quotedText.length >= 6 ? 3 : 1;
  return { body: quotedText.slice(width, -width), isRaw };
}

/** Returns plain text and code points (bytes in a bytes literal); a problem as a string. */
function unescapeText(body: string, isBytes: boolean): (string | number)[] | string {
  const pieces: (string | number)[] = [];
  let rest = body;
  while (rest !== '') {
    const plain = rest.indexOf('\\');
    if (plain !== 0) {
      pieces.push(plain < 0 ? rest : rest.slice(0, plain));
      rest = plain < 0 ? '' : rest.slice(plain);
      continue;
    }
    const sequence = readEscape(rest, isBytes);
    if (typeof sequence === 'string') return sequence;
    pieces.push(sequence.code);
    rest = rest.slice(sequence.length);
  }
  return pieces;
}

function readEscape(text: string, isBytes: boolean): { readonly code: number; readonly length: number } | string {
  const letter = text[1];
  if (letter === undefined) return "unable to unescape string, found '\\' as last character";
  const simple = SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return { code: simple, length: 2 };
  if (/[0-3]/.test(letter)) return readOctal(text);
  const digits = HEX_DIGITS[letter];
  if (digits === undefined || (isBytes && digits > 2)) return 'unable to unescape string';
  const hex = text.slice(2, 2 + digits);
  if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) return 'unable to unescape string';
  const code = Number.parseInt(hex, 16);
  const isScalar = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isScalar ? { code, length: 2 + digits } : 'invalid unicode code point';
}

function readOctal(text: string): { readonly code: number; readonly length: number } | string {
  const digits = text.slice(1, 4);
  if (!/^[0-3][0-7][0-7]$/.test(digits)) return 'unable to unescape octal sequence in string';
  return { code: Number.parseInt(digits, 8), length: 4 };
}
