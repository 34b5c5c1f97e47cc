import { expect, test } from 'vitest';
import type { KubeObject } from '../object.ts';
import { customColumns } from './custom-columns.ts';

const NOW = Date.UTC(2026, 0, 1, 12);

test('a kind without columns shows name and age', () => {
  expect(customColumns().map(({ name }) => name)).toEqual(['Name', 'Age']);
});

test.each([
  ['integer', 3, 3],
  ['integer', 3.7, 3],
  ['integer', 'many', null],
  ['number', 0.5, 0.5],
  ['number', '0.5', null],
  ['boolean', false, false],
  ['boolean', 'true', null],
  ['date', '2026-01-01T11:58:00Z', '2m'],
  ['date', 'yesterday', '<invalid>'],
  ['date', 7, null],
  ['string', 'text', 'text'],
  ['string', 7, '7'],
  ['string', { a: [1] }, '{"a":[1]}'],
  ['string', undefined, null],
])('a column of type %s shows %j as %j', (type, value, cell) => {
  const [, column] = customColumns([{ name: 'Value', type, jsonPath: '.spec.value' }]);
  const object = { metadata: { name: 'mine' }, spec: JSON.parse(JSON.stringify({ value })) } as unknown as KubeObject;
  expect(column?.cell(object, NOW)).toBe(cell);
});

test('a column keeps its priority, and describes its path by default', () => {
  const [, column] = customColumns([{ name: 'Value', type: 'string', jsonPath: '.spec.value', priority: 1 }]);
  expect([column?.priority, column?.description]).toEqual([1, 'Custom resource definition column (in JSONPath format): .spec.value']);
});
