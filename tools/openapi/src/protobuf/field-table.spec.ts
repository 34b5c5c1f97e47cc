import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { longName } from '../definition-names.ts';
import { generateDefinitions } from '../generate.ts';
import { readSources } from '../read-sources.ts';
import { type FieldTable, fieldTable } from './field-table.ts';
import type { MessageDescriptor } from './file-descriptors.ts';

const kept = JSON.parse(
  readFileSync(new URL('../../../../libs/domain/api-machinery/src/protobuf-fields.json', import.meta.url), 'utf8'),
) as FieldTable;

test('descriptors become lines, with marks for lists, maps, pointers and embedded messages', () => {
  const messages = new Map<string, MessageDescriptor>([
    [
      '.k8s.io.api.core.v1.Pod',
      {
        isMapEntry: false,
        fields: [
          { number: 1, name: 'uID', repeated: false, type: 'string' },
          { number: 2, name: 'handler', repeated: false, type: '.k8s.io.api.core.v1.Handler' },
          { number: 3, name: 'data', repeated: true, type: '.k8s.io.api.core.v1.Pod.DataEntry' },
          { number: 4, name: 'args', repeated: true, type: 'string' },
          { number: 5, name: 'replicas', repeated: false, type: 'int32' },
        ],
      },
    ],
    [
      '.k8s.io.api.core.v1.Pod.DataEntry',
      {
        isMapEntry: true,
        fields: [
          { number: 1, name: 'key', repeated: false, type: 'string' },
          { number: 2, name: 'value', repeated: false, type: 'bytes' },
        ],
      },
    ],
    ['.k8s.io.api.core.v1.Handler', { isMapEntry: false, fields: [] }],
  ]);
  expect(fieldTable(messages, ['core.v1.Pod'], { 'core.v1.Pod': ['replicas'] })).toEqual({
    'core.v1.Handler': [],
    'core.v1.Pod': ['1 uid string', '2 handler ~core.v1.Handler', '3 data map[]bytes', '4 args []string', '5 replicas *int32'],
  });
  expect(() => fieldTable(messages, ['core.v1.Nothing'], {})).toThrow('no descriptor is named core.v1.Nothing');
});

test('each field of the stored table exists in the OpenAPI definition', () => {
  const definitions = generateDefinitions(readSources());
  const strangers = Object.entries(kept).flatMap(([name, lines]) => {
    const properties = definitions[longName(name)]?.properties as object | undefined;
    if (properties === undefined) return [];
    const fields = lines.filter((line) => !line.includes(' ~')).map((line) => line.split(' ')[1] as string);
    return fields.filter((field) => !(field in properties)).map((field) => `${name}#${field}`);
  });
  expect(strangers).toEqual([]);
});

test('the kept table marks each pointer', () => {
  const file = new URL('../../../../libs/domain/openapi/src/pointers.json', import.meta.url);
  const pointers = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;
  const unmarked = Object.entries(kept).flatMap(([name, lines]) =>
    lines.filter((line) => pointers[name]?.includes(line.split(' ')[1] as string) && !line.includes(' *')).map((line) => `${name}#${line}`),
  );
  expect(unmarked).toEqual([]);
});
