import { goQuote, statusErrors } from '@klockwork/api-machinery';
import { exactInteger } from '@klockwork/kernel';
import type { Query } from './query.ts';

/**
 * Returns an integer of a query, a `bigint` beyond 2^53; undefined if absent or empty. Throws BadRequest with the message of
 * `strconv.ParseInt`, upstream's parser.
 */
export function int64Of(query: Query, key: string): number | bigint | undefined {
  const text = query.text(key);
  if (text === '') return undefined;
  const problem = (words: string) => statusErrors.badRequest(`strconv.ParseInt: parsing ${goQuote(text)}: ${words}`);
  if (!/^[+-]?\d+$/.test(text)) throw problem('invalid syntax');
  const value = exactInteger(text.replace('+', ''));
  if (value === undefined) throw problem('value out of range');
  return value;
}
