import { expect, test } from 'vitest';
import { formValues } from './form-values.ts';

test.each<[string, string, Record<string, string>]>([
  ['an empty query has no parameters', '', {}],
  ['escapes and plus signs are decoded', 'cmd=echo+a%20b%26c&tries=2', { cmd: 'echo a b&c', tries: '2' }],
  ['a value may contain an equals sign', 'cmd=a=b', { cmd: 'a=b' }],
  ['a parameter without a value is empty', 'cmd', { cmd: '' }],
  ['the first of several values counts', 'a=1&a=2', { a: '1' }],
])('%s', (_, query, values) => {
  expect(Object.fromEntries(formValues(query))).toEqual(values);
});
