import { expect, test } from 'vitest';
import { encodeSwagger } from './encode-swagger.ts';
import type { SwaggerSchema } from './swagger.ts';

/** Encodes a message field by hand: number, bytes. */
function field(number: number, ...bytes: (number | readonly number[])[]): number[] {
  const flat = bytes.flat();
  const key = number * 8 + 2;
  return [...(key > 127 ? [(key & 127) | 128, key >> 7] : [key]), flat.length, ...flat];
}
const text = (string: string) => [...string].map((char) => char.charCodeAt(0));
const empty = { swagger: '2.0', info: { title: 'T', version: 'v' }, paths: {}, definitions: {} } as const;
const head = [...field(1, text('2.0')), ...field(2, field(1, text('T')), field(2, text('v')))];

test('an empty document has only version and info', () => {
  expect([...encodeSwagger(empty)]).toEqual([...head, ...field(8), ...field(9)]);
});

test.each<[string, SwaggerSchema, number[]]>([
  ['a reference', { $ref: '#/d', description: 'é' }, [...field(1, text('#/d')), ...field(4, [0xc3, 0xa9])]],
  [
    'a list',
    { type: 'array', items: { type: 'string' } },
    [...field(22, field(1, text('array'))), ...field(23, field(1, field(22, field(1, text('string')))))],
  ],
  ['a map', { additionalProperties: { format: 'int32' } }, field(21, field(1, field(2, text('int32'))))],
  [
    'a struct',
    { properties: { a: { default: 1 } }, required: ['a'] },
    [...field(19, text('a')), ...field(25, field(1, field(1, text('a')), field(2, field(5, field(2, text('1'))))))],
  ],
  ['a string of two words', { enum: ['a', ''] }, [...field(20, field(2, text('"a"'))), ...field(20, field(2, text('""')))]],
  [
    'an extension',
    { 'x-kubernetes-list-type': 'set' },
    field(31, field(1, text('x-kubernetes-list-type')), field(2, field(2, text('"set"')))),
  ],
])('a definition: %s', (_, schema, bytes) => {
  const definition = field(1, field(1, text('D')), field(2, bytes));
  expect([...encodeSwagger({ ...empty, definitions: { D: schema } })]).toEqual([...head, ...field(8), ...field(9, definition)]);
});

test('a path holds its method and parameters', () => {
  const operation = {
    description: 'd',
    consumes: ['c'],
    produces: ['p'],
    parameters: [
      { name: 'b', in: 'body', required: true, schema: { $ref: 'B' } },
      { name: 'q', in: 'query', description: 'e', type: 't' },
    ],
    responses: { 200: { description: 'OK', schema: { $ref: 'R' } } },
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group: '', version: 'v1', kind: 'K' },
  } as const;
  const path = { patch: operation, parameters: [{ name: 'n', in: 'path', required: true, type: 't' }] } as const;
  const body = field(1, field(1, field(2, text('b')), field(3, text('body')), [4 * 8, 1], field(5, field(1, text('B')))));
  const query = field(1, field(2, field(3, field(2, text('query')), field(3, text('e')), field(4, text('q')), field(6, text('t')))));
  const answer = field(1, field(1, text('200')), field(2, field(1, field(1, text('OK')), field(2, field(1, field(1, text('R')))))));
  const kind = '{"group":"","version":"v1","kind":"K"}';
  const encoded = [
    ...field(3, text('d')),
    ...field(6, text('p')),
    ...field(7, text('c')),
    ...field(8, body),
    ...field(8, query),
    ...field(9, answer),
    ...field(13, field(1, text('x-kubernetes-action')), field(2, field(2, text('"patch"')))),
    ...field(13, field(1, text('x-kubernetes-group-version-kind')), field(2, field(2, text(kind)))),
  ];
  const name = field(1, field(2, field(4, [8, 1], field(2, text('path')), field(4, text('n')), field(5, text('t')))));
  // Above 127 bytes, a length takes two bytes.
  const long = (number: number, bytes: readonly number[]) => [number * 8 + 2, (bytes.length & 127) | 128, bytes.length >> 7, ...bytes];
  const item = [...long(8, encoded), ...field(9, name)];
  const paths = long(8, long(2, [...field(1, text('/x')), ...long(2, item)]));
  expect([...encodeSwagger({ ...empty, paths: { '/x': path } })]).toEqual([...head, ...paths, ...field(9)]);
});
