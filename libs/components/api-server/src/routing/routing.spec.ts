import { describe, expect, test } from 'vitest';
import { parseResourcePath, pathSegments } from './path.ts';
import { goBoolean, parseQuery } from './query.ts';
import { verbOf } from './verb.ts';

const core = { group: '', version: 'v1', namespace: '', name: '', subresource: '', watch: false };

describe('a path', () => {
  test.each([
    ['/api/v1/pods', { ...core, resource: 'pods' }],
    ['/api/v1/namespaces', { ...core, resource: 'namespaces' }],
    ['/api/v1/namespaces/foo', { ...core, resource: 'namespaces', name: 'foo' }],
    ['/api/v1/namespaces/foo/finalize', { ...core, resource: 'namespaces', name: 'foo', subresource: 'finalize' }],
    ['/api/v1/namespaces/foo/pods', { ...core, namespace: 'foo', resource: 'pods' }],
    ['/api/v1/namespaces/foo/pods/a/log', { ...core, namespace: 'foo', resource: 'pods', name: 'a', subresource: 'log' }],
    ['/api/v1/nodes/a/proxy/x/y', { ...core, resource: 'nodes', name: 'a', subresource: 'proxy/x/y' }],
    ['/api/v1/watch/namespaces/foo/pods', { ...core, namespace: 'foo', resource: 'pods', watch: true }],
    ['/apis/apps/v1/deployments', { ...core, group: 'apps', resource: 'deployments' }],
    ['/apis/apps/v1', undefined],
    ['/api/v1', undefined],
    ['/version', undefined],
  ])('the path of %s has the right parts', (path, expected) => {
    expect(parseResourcePath(pathSegments(path) ?? [])).toEqual(expected);
  });

  test.each([
    ['/api/v1/a%2Fb', ['api', 'v1', 'a', 'b']],
    ['/a%C3%BC/%00/%2e%2e', ['aü', '\0', '..']],
    ['/%ff/%ed%a0%80', ['\ufffd', '\ufffd\ufffd\ufffd']],
    ['//a///b/', ['a', 'b']],
  ])('%s has the segments %j', (path, expected) => {
    expect(pathSegments(path)).toEqual(expected);
  });

  test('a path with an invalid escape has no segments', () => {
    expect(pathSegments('/api/%zz')).toBeUndefined();
  });
});

test("a query parses like Go's", () => {
  const query = parseQuery('a=1&a=2&b=x%20y+z&watch&bad=%zz');
  expect([query.text('a'), query.all('a'), query.text('b'), query.flag('watch'), query.text('bad'), query.has('c')]).toEqual([
    '1',
    ['1', '2'],
    'x y z',
    true,
    '%zz',
    false,
  ]);
  for (const text of ['1', 'True', 'TRUE', 't', 'yes', '']) expect(goBoolean(text)).toBe(true);
  for (const text of ['0', 'false', 'False', undefined]) expect(goBoolean(text)).toBe(false);
});

test('the verb follows from method, path and query', () => {
  const collection = { ...core, resource: 'pods' };
  const one = { ...collection, name: 'a' };
  const verb = (method: string, path: typeof collection, query = '') => verbOf(method, path, parseQuery(query));
  expect([verb('GET', collection), verb('GET', collection, 'watch=true'), verb('GET', one, 'watch=true'), verb('HEAD', one)]).toEqual([
    'list',
    'watch',
    'get',
    'get',
  ]);
  expect([verb('POST', collection), verb('PUT', one), verb('PATCH', one), verb('DELETE', one), verb('DELETE', collection)]).toEqual([
    'create',
    'update',
    'patch',
    'delete',
    'deletecollection',
  ]);
  expect(verb('TRACE', one)).toBeUndefined();
});
