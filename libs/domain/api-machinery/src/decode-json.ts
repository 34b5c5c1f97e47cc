import { holdsLongDigits, parseWithSource } from '@klockwork/kernel';
import { checkValues } from './body-values.ts';
import { DecodeError } from './decode-error.ts';
import { fitSchema } from './fit-schema.ts';
import { JSON_DEPTH_MAX } from './json-depth.ts';
import { heldNumber, untyped } from './json-number.ts';
import { readJsonStrictly } from './json-reader.ts';
import { withoutLoneSurrogates } from './lone-surrogates.ts';
import type { MismatchWords } from './mismatch-words.ts';
import type { Schema } from './schema.ts';
import { breaksStrictness, type JsonMarks, marksOf } from './strictness.ts';

/** Decoded body, fresh, and its errors in strict mode. */
export interface DecodedJson {
  readonly value: unknown;
  /** `unknown field "spec.foo"`, `duplicate field "metadata.name"`, in text order. */
  readonly strictErrors: string[];
}

/**
 * Decodes a JSON body by its schema; without a schema, unchanged. Drops unknown fields, and reports them with `strict`. `JSON.parse`
 * decodes; our own parser reads only texts with errors again. Type errors have messages of `words`, by default the decoder's. Throws {@link
 * DecodeError} for invalid syntax and types. Integers beyond 2^53 are `bigint`.
 */
export function decodeJson(
  text: string,
  schema: Schema | undefined,
  { strict = true, words }: { strict?: boolean; words?: MismatchWords } = {},
): DecodedJson {
  const { read, marks } = parseExactly(
    withoutLoneSurrogates(text),
    schema === undefined ? '' : "couldn't get version/kind; json parse error: ",
  );
  const value = schema === undefined ? untyped(read) : fitSchema(read, schema, words);
  const strictErrors = strict && breaksStrictness(marks, read, schema) ? readJsonStrictly(text, schema).strictErrors : [];
  return { value, strictErrors };
}

/** Nearly no body has a number that the engine's reader would change; those are read once more, with each number's text. */
function parseExactly(text: string, prefix: string): { read: unknown; marks: JsonMarks } {
  const marks = marksOf(text);
  // Checked before parsing: deep nesting takes a second to parse, and a million empty items need a gigabyte in validation.
  if (marks.depth > JSON_DEPTH_MAX) throw new DecodeError(`${prefix}exceeded max depth`);
  checkValues(marks.values);
  const read = parse(text, prefix);
  if (!marks.fractions && !holdsLongDigits(text)) return { read, marks };
  const exact = parseWithSource(text, (_key, value, { source = '' }) => (typeof value === 'number' ? heldNumber(source) : value));
  return { read: exact, marks };
}

/** `prefix` precedes the message for invalid JSON: the kind of objects is read first. */
function parse(text: string, prefix: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Our parser finds the same error, with Go's message.
    return complain(text, prefix);
  }
}

function complain(text: string, prefix: string): unknown {
  try {
    return readJsonStrictly(text, undefined).value;
  } catch (error) {
    if (error instanceof DecodeError) throw new DecodeError(`${prefix}${error.message}`);
    throw error;
  }
}
