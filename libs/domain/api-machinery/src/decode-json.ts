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

/** A decoded body, fresh, and what a strict client would want to know of it. */
export interface DecodedJson {
  readonly value: unknown;
  /** `unknown field "spec.foo"`, `duplicate field "metadata.name"`, in the order they stand in the text. */
  readonly strictErrors: string[];
}

/**
 * Reads a JSON body into its type; without a schema, as it is. Unknown fields are dropped, and told with `strict`.
 * The engine's reader does the work; our own reads again only what has something to complain of.
 * A value of the wrong type is told in `words`, without them in the decoder's.
 * Throws {@link DecodeError} on bad syntax and wrong types. Integers beyond 2^53 are `bigint`.
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
  // Before it is read: what nests a million deep takes a second to read, and a million empty items are a gigabyte once they are judged.
  if (marks.depth > JSON_DEPTH_MAX) throw new DecodeError(`${prefix}exceeded max depth`);
  checkValues(marks.values);
  const read = parse(text, prefix);
  if (!marks.fractions && !holdsLongDigits(text)) return { read, marks };
  const exact = parseWithSource(text, (_key, value, { source = '' }) => (typeof value === 'number' ? heldNumber(source) : value));
  return { read: exact, marks };
}

/** `prefix` goes before the complaint of what is no JSON: objects are first asked what they are. */
function parse(text: string, prefix: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's words are not Go's: our reader finds the same mistake and says it as upstream does.
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
