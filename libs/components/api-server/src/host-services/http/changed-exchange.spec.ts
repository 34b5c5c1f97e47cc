import { expect, test } from 'vitest';
import { changedHeaders } from './changed-exchange.ts';

test.each([
  ['set replaces each header of the name', [{ set: [{ name: 'a', value: '3' }] }], ['b: 2', 'a: 3']],
  ['add keeps the present header', [{ add: [{ name: 'A', value: '3' }] }], ['A: 1', 'a: 1b', 'b: 2', 'A: 3']],
  ['remove deletes by name', [{ remove: ['A'] }], ['b: 2']],
  ['a line break in a value begins no header', [{ set: [{ name: 'b', value: 'x\r\nEvil: 1' }] }], ['A: 1', 'a: 1b', 'b: x Evil: 1']],
  ['without changes the headers stay', [], ['A: 1', 'a: 1b', 'b: 2']],
])('%s', (_, changes, expected) => {
  const headers = [['A', '1'] as const, ['a', '1b'] as const, ['b', '2'] as const];
  expect(changedHeaders(headers, changes).map(([name, value]) => `${name}: ${value}`)).toEqual(expected);
});
