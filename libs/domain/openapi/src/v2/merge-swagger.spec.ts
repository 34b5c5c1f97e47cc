import { expect, test } from 'vitest';
import { encodeSwagger } from './encode-swagger.ts';
import { mergeSwagger } from './merge-swagger.ts';
import { readSwagger } from './read-swagger.ts';
import type { Swagger } from './swagger.ts';

const PREFIX = '/apis/wardle.example.com/v1/';

/** Document with a path per name, whose answers lead to the definition of the name. */
function document(paths: Readonly<Record<string, string>>, definitions: object): Swagger {
  const get = (name: string) => ({ responses: { 200: { description: 'OK', schema: { $ref: `#/definitions/${name}` } } } });
  const items = Object.entries(paths).map(([path, name]) => [path, { get: get(name) }]);
  const info = { title: 'other', version: '1' };
  return readSwagger({ swagger: '2.0', info, paths: Object.fromEntries(items), definitions }, '/') ?? expect.fail('no document');
}

const kind = (group: string) => ({ 'x-kubernetes-group-version-kind': [{ group, kind: 'Options', version: 'v1' }] });
const own = document({ '/a': 'Meta', '/o': 'Options' }, { Meta: { type: 'object' }, Options: { type: 'object', ...kind('a') } });

test('a document of another server adds its paths with the definitions that they use', () => {
  const added = document({ '/b': 'B' }, { B: { properties: { c: { $ref: '#/definitions/C' } } }, C: { type: 'string' }, Unused: {} });
  const merged = mergeSwagger(own, [added]);
  expect([Object.keys(merged.paths), Object.keys(merged.definitions), merged.info]).toEqual([
    ['/a', '/o', '/b'],
    ['Meta', 'Options', 'B', 'C'],
    { title: 'other', version: '1' },
  ]);
});

test('a path that is present stays, and its other definition is not added', () => {
  const merged = mergeSwagger(own, [document({ '/a': 'Other' }, { Other: { type: 'string' } })]);
  expect(merged).toEqual(own);
});

test('a different definition of the same name is renamed, with its references', () => {
  const first = document({ '/b': 'B' }, { B: { items: { $ref: '#/definitions/Meta' } }, Meta: { type: 'string' } });
  const second = document({ '/c': 'Meta' }, { Meta: { type: 'integer' } });
  const third = document({ '/d': 'Meta' }, { Meta: { type: 'string' } });
  const { definitions, paths } = mergeSwagger(own, [first, second, third]);
  expect(definitions).toEqual({
    ...own.definitions,
    B: { items: { $ref: '#/definitions/Meta_v2' } },
    Meta_v2: { type: 'string' },
    Meta_v3: { type: 'integer' },
  });
  expect(JSON.stringify(paths['/c'])).toContain('#/definitions/Meta_v3');
  expect(JSON.stringify(paths['/d'])).toContain('#/definitions/Meta_v2');
});

test('definitions that differ in their kinds alone are one, with the kinds of both', () => {
  const { definitions } = mergeSwagger(own, [document({ '/b': 'Options' }, { Options: { ...kind('b'), type: 'object' } })]);
  expect(definitions.Options?.['x-kubernetes-group-version-kind']).toEqual([
    { group: 'a', kind: 'Options', version: 'v1' },
    { group: 'b', kind: 'Options', version: 'v1' },
  ]);
});

test('only paths of the group version are read', () => {
  const read = { swagger: '2.0', paths: { [`${PREFIX}flunders`]: {}, '/version/': {}, '/apis/other/v1/': {} } };
  expect(Object.keys(readSwagger(read, PREFIX)?.paths ?? {})).toEqual([`${PREFIX}flunders`]);
});

test.each(['', [], null, { swagger: '3.0' }])('the value %j is no document', (value) => {
  expect(readSwagger(value, PREFIX)).toBeUndefined();
});

test('members of a wrong type are dropped, so that every document can be encoded', () => {
  const path = {
    get: { description: 1, produces: 'x', parameters: [{ name: 1 }, 5, { name: 'a', in: 'query' }], responses: { 200: null } },
  };
  const Odd = { type: 7, required: [1, 'a'], properties: [], items: 'x', maximum: '3', default: 1 };
  const read = readSwagger({ swagger: '2.0', info: 5, paths: { [`${PREFIX}a`]: path }, definitions: { Odd, Bad: null } }, PREFIX);
  expect(read?.definitions).toEqual({ Odd: { required: ['a'], properties: {}, items: {}, default: 1 }, Bad: {} });
  expect(read?.paths[`${PREFIX}a`]).toEqual({
    get: {
      ...{ description: '', consumes: [], produces: [], parameters: [{ name: 'a', in: 'query' }] },
      responses: { 200: { description: '', schema: {} } },
    },
  });
  expect(encodeSwagger(read ?? expect.fail('no document')).length).toBeGreaterThan(0);
});
