import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FieldTable } from './field-table.ts';
import { tableText } from './table-text.ts';

const text = readFileSync(new URL('../../../../libs/domain/api-machinery/src/protobuf-fields.json', import.meta.url), 'utf8');
const additional = JSON.parse(readFileSync(new URL('./additional-messages.json', import.meta.url), 'utf8')) as FieldTable;

test('the generator returns the stored table byte for byte, with the messages that kubectl lacks', () => {
  const entries = Object.entries(JSON.parse(text) as FieldTable);
  const described = Object.fromEntries(entries.filter(([name]) => !(name in additional)).reverse());
  expect(Object.keys(described)).toHaveLength(entries.length - Object.keys(additional).length);
  expect(tableText(described, additional)).toBe(text);
});

test('a message described by kubectl and by the additional messages is refused', () => {
  const described = { 'core.v1.Pod': [], 'apiextensions.v1.SelectableField': ['1 jsonPath string'] };
  expect(() => tableText(described, additional)).toThrow(
    'kubectl describes apiextensions.v1.SelectableField: delete them from additional-messages.json',
  );
});
