import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { FieldTable } from './field-table.ts';
import { tableText } from './table-text.ts';

const text = readFileSync(new URL('../../../../libs/domain/api-machinery/src/protobuf-fields.json', import.meta.url), 'utf8');

test('the generator returns the stored table byte for byte, whatever the order of messages', () => {
  expect(tableText(Object.fromEntries(Object.entries(JSON.parse(text) as FieldTable).reverse()))).toBe(text);
});
