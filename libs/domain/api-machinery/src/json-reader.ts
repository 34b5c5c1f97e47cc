import { DecodeError } from './decode-error.ts';
import { goQuote } from './go-text.ts';
import { JSON_DEPTH_MAX } from './json-depth.ts';
import { type OwnObject, setOwn } from './own-property.ts';
import type { Schema } from './schema.ts';

/** Max number of recorded errors. Models the limit of `sigs.k8s.io/json`. */
const STRICT_ERRORS_MAX = 100;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these in a string
const PLAIN_TEXT = /[^"\\\u0000-\u001f]*/y;
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Parses JSON like upstream's strict decoder: records unknown and duplicate fields in text order; the last duplicate wins. Throws {@link
 * DecodeError} with Go's message for invalid syntax. Models `sigs.k8s.io/json`.
 */
export function readJsonStrictly(text: string, schema: Schema | undefined): { value: unknown; strictErrors: string[] } {
  const reader = new JsonReader(text);
  return { value: reader.read(schema), strictErrors: reader.strictErrors };
}

interface OpenObject {
  readonly result: OwnObject;
  readonly seen: Set<string>;
  readonly schema: Schema | undefined;
  readonly path: string;
  readonly noting: boolean;
}

class JsonReader {
  readonly #text: string;
  readonly #errors = new Set<string>();
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get strictErrors(): string[] {
    return [...this.#errors];
  }

  read(schema: Schema | undefined): unknown {
    const value = this.#value(schema, '', true);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail('after top-level value');
    return value;
  }

  /** `noting` is false inside dropped values. */
  #value(schema: Schema | undefined, path: string, noting: boolean): unknown {
    this.#skipSpace();
    const char = this.#text[this.#at];
    if (char === '{') return this.#nested(() => this.#object(schema, path, noting));
    if (char === '[') return this.#nested(() => this.#list(schema, path, noting));
    if (char === '"') return this.#string();
    if (char === 't') return this.#literal('true', true);
    if (char === 'f') return this.#literal('false', false);
    if (char === 'n') return this.#literal('null', null);
    return this.#number();
  }

  #nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > JSON_DEPTH_MAX) throw new DecodeError('exceeded max depth');
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #object(schema: Schema | undefined, path: string, noting: boolean): OwnObject {
    const object = { result: {} as OwnObject, seen: new Set<string>(), schema, path, noting };
    this.#at += 1;
    for (this.#skipSpace(); !this.#take('}'); ) {
      if (object.seen.size > 0 && !this.#take(',')) this.#fail('after object key:value pair');
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') this.#fail('looking for beginning of object key string');
      const key = this.#string();
      this.#skipSpace();
      if (!this.#take(':')) this.#fail('after object key');
      this.#field(key, object);
      this.#skipSpace();
    }
    return object.result;
  }

  #field(key: string, { result, seen, schema, path: parent, noting }: OpenObject): void {
    const path = parent === '' ? key : `${parent}.${key}`;
    const isOpen = schema?.properties === undefined || schema.additionalProperties !== undefined;
    const unknown = !isOpen && !schema.properties.has(key);
    if (noting && unknown) this.#note(`unknown field "${path}"`);
    else if (noting && seen.has(key)) this.#note(`duplicate field "${path}"`);
    seen.add(key);
    const field = schema?.properties?.get(key) ?? schema?.additionalProperties;
    setOwn(result, key, this.#value(field, path, noting && !unknown));
  }

  #list(schema: Schema | undefined, path: string, noting: boolean): unknown[] {
    const result: unknown[] = [];
    this.#at += 1;
    for (this.#skipSpace(); !this.#take(']'); this.#skipSpace()) {
      if (result.length > 0 && !this.#take(',')) this.#fail('after array element');
      result.push(this.#value(schema?.items, `${path}[${result.length}]`, noting));
    }
    return result;
  }

  #string(): string {
    let value = '';
    this.#at += 1;
    for (;;) {
      PLAIN_TEXT.lastIndex = this.#at;
      const plain = PLAIN_TEXT.exec(this.#text)?.[0] ?? '';
      value += plain;
      this.#at += plain.length;
      if (this.#take('"')) return value;
      if (this.#text[this.#at] !== '\\') this.#fail('in string literal');
      this.#at += 1;
      value += this.#escape();
    }
  }

  #escape(): string {
    const char = this.#text[this.#at] ?? '';
    const short = SHORT_ESCAPES[char];
    if (short === undefined && char !== 'u') this.#fail('in string escape code');
    this.#at += 1;
    if (short !== undefined) return short;
    for (let digit = 0; digit < 4; digit += 1) {
      if (!/^[0-9a-fA-F]$/.test(this.#text[this.#at] ?? '')) this.#fail('in \\u hexadecimal character escape');
      this.#at += 1;
    }
    return String.fromCharCode(Number.parseInt(this.#text.slice(this.#at - 4, this.#at), 16));
  }

  #literal<T>(word: string, value: T): T {
    for (const [index, char] of [...word].entries()) {
      if (this.#text[this.#at] !== char && index > 0) this.#fail(`in literal ${word} (expecting '${char}')`);
      this.#at += 1;
    }
    return value;
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const digits = NUMBER.exec(this.#text)?.[0];
    if (digits === undefined) {
      if (this.#text[this.#at] !== '-') this.#fail('looking for beginning of value');
      this.#at += 1;
      this.#fail('in numeric literal');
    }
    this.#at += digits.length;
    return Number(digits);
  }

  #take(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }

  #note(error: string): void {
    if (this.#errors.size < STRICT_ERRORS_MAX) this.#errors.add(error);
  }

  #fail(where: string): never {
    const char = this.#text[this.#at];
    if (char === undefined) throw new DecodeError('unexpected end of JSON input');
    throw new DecodeError(`invalid character ${quoteChar(char)} ${where}`);
  }
}

/** Quotes a character like Go's scanner, which knows bytes: only its first byte. */
function quoteChar(char: string): string {
  if (char === "'") return "'\\''";
  if (char === '"') return "'\"'";
  return `'${goQuote(String.fromCharCode(firstByte(char.charCodeAt(0)))).slice(1, -1)}'`;
}

/** Returns the first UTF-8 byte of a UTF-16 unit; half a pair counts as the pair. */
function firstByte(unit: number): number {
  if (unit < 0x80) return unit;
  if (unit < 0x800) return 0xc0 | (unit >> 6);
  const isHalf = unit >= 0xd800 && unit <= 0xdbff;
  return isHalf ? 0xf0 | ((unit - 0xd7c0) >> 8) : 0xe0 | (unit >> 12);
}
