import { ApiError, deepFreeze } from '@klockwork/kernel';
import { growthOf, LINEAR_GROWTH_MAX } from '@klockwork/kernel/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Schema } from './schema.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

const text: Schema = { name: '', type: 'string' };
const env: Schema = struct('EnvVar', { name: text, value: text });
const container: Schema = struct('Container', {
  name: text,
  image: text,
  env: list(env, ['merge'], 'name'),
  args: list(text),
});
const schema: Schema = struct('Pod', {
  containers: list(container, ['merge'], 'name'),
  finalizers: list(text, ['merge']),
  tolerations: list(struct('Toleration', { key: text })),
  strategy: {
    ...struct('Strategy', { type: text, rollingUpdate: struct('RollingUpdate', { maxSurge: text }) }),
    patchStrategy: ['retainKeys'],
  },
  labels: { name: '', type: 'object', additionalProperties: text },
  matrix: list(list(text), ['merge']),
});

function struct(name: string, properties: Record<string, Schema>): Schema {
  return { name, type: 'object', properties: new Map(Object.entries(properties)) };
}

function list(items: Schema, patchStrategy?: Schema['patchStrategy'], patchMergeKey?: string): Schema {
  return { name: '', type: 'array', items, ...(patchStrategy && { patchStrategy }), ...(patchMergeKey && { patchMergeKey }) };
}

function apply(document: object, patch: object): unknown {
  return applyStrategicMergePatch(deepFreeze(document), deepFreeze(patch), schema);
}

function refusal(document: object, patch: object): string {
  try {
    apply(document, patch);
  } catch (error) {
    if (error instanceof ApiError) return `${error.status.code} ${error.status.reason} ${error.message}`;
    throw error;
  }
  return 'applied';
}

const web = { name: 'web', image: 'nginx:1', env: [{ name: 'A', value: '1' }] };
const log = { name: 'log', image: 'fluent' };

test.each([
  [
    'a container is matched by name',
    { containers: [web, log] },
    { containers: [{ name: 'web', image: 'nginx:2' }] },
    { containers: [{ ...web, image: 'nginx:2' }, log] },
  ],
  ['a new container precedes containers that the patch omits', { containers: [web] }, { containers: [log] }, { containers: [log, web] }],
  ['a container is deleted', { containers: [web, log] }, { containers: [{ name: 'web', $patch: 'delete' }] }, { containers: [log] }],
  [
    'all containers are replaced',
    { containers: [web, log] },
    { containers: [{ $patch: 'replace' }, { name: 'x' }] },
    { containers: [{ name: 'x' }] },
  ],
  [
    'a nested list merges',
    { containers: [web] },
    { containers: [{ name: 'web', env: [{ name: 'B', value: '2' }] }] },
    {
      containers: [
        {
          ...web,
          env: [
            { name: 'B', value: '2' },
            { name: 'A', value: '1' },
          ],
        },
      ],
    },
  ],
  [
    'a list without a strategy is replaced',
    { containers: [{ ...log, args: ['a'] }] },
    { containers: [{ name: 'log', args: ['b'] }] },
    { containers: [{ ...log, args: ['b'] }] },
  ],
  [
    'null removes a key',
    { labels: { a: '1', b: '2' }, tolerations: [] },
    { labels: { a: null, c: null }, tolerations: null },
    { labels: { b: '2' } },
  ],
  ['scalars are added', { finalizers: ['a', 'b'] }, { finalizers: ['c', 'a'] }, { finalizers: ['c', 'a', 'b'] }],
  ['scalars are removed', { finalizers: ['a', 'b', 'c'] }, { '$deleteFromPrimitiveList/finalizers': ['b'] }, { finalizers: ['a', 'c'] }],
  [
    'scalars are removed and sorted',
    { finalizers: ['a', 'b', 'c'] },
    { '$deleteFromPrimitiveList/finalizers': ['b'], '$setElementOrder/finalizers': ['c', 'a'] },
    { finalizers: ['c', 'a'] },
  ],
  [
    'unretained keys are removed',
    { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '1' } } },
    { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
    { strategy: { type: 'Recreate' } },
  ],
  [
    'an object is replaced',
    { strategy: { type: 'a', rollingUpdate: {} } },
    { strategy: { $patch: 'replace', type: 'b' } },
    { strategy: { type: 'b' } },
  ],
  ['an object is replaced by an empty one', { strategy: { type: 'a' } }, { strategy: { $patch: 'delete' } }, { strategy: {} }],
  [
    'the order of containers is set',
    { containers: [web, log] },
    { '$setElementOrder/containers': [{ name: 'log' }, { name: 'web' }], containers: [{ name: 'web', image: 'x' }] },
    { containers: [log, { ...web, image: 'x' }] },
  ],
  [
    'server-only items keep their place',
    { containers: [{ name: 'a' }, { name: 's' }, { name: 'b' }] },
    { '$setElementOrder/containers': [{ name: 'a' }, { name: 'b' }, { name: 'c' }], containers: [{ name: 'c' }] },
    { containers: [{ name: 'a' }, { name: 's' }, { name: 'b' }, { name: 'c' }] },
  ],
  [
    'a delete with an order from kubectl apply is applied',
    { containers: [web, log] },
    { '$setElementOrder/containers': [{ name: 'web' }], containers: [{ $patch: 'delete', name: 'log' }] },
    { containers: [web] },
  ],
  [
    'directives never become data',
    {},
    {
      containers: [
        { name: 'a', '$setElementOrder/env': [{ name: 'A' }], env: [{ name: 'A', value: null }] },
        { $patch: 'delete', name: 'b' },
      ],
      strategy: { $retainKeys: ['type'], type: 'x' },
    },
    { containers: [{ name: 'a', env: [{ name: 'A' }] }], strategy: { type: 'x' } },
  ],
  [
    '__proto__ is an ordinary label',
    { labels: {} },
    JSON.parse('{"labels":{"__proto__":"x"}}'),
    JSON.parse('{"labels":{"__proto__":"x"}}'),
  ],
])('%s', (_, document, patch, expected) => {
  expect(apply(document, patch)).toEqual(expected);
});

test('unmergeable patches are refused as by the real server', () => {
  expect(refusal({ containers: [web] }, { containers: [{ image: 'x' }] })).toBe(
    '500  map: map[image:x] does not contain declared merge key: name',
  );
  expect(refusal({ containers: [web] }, { containers: ['x'] })).toContain('500  list element types are not identical');
  expect(refusal({ strategy: {} }, { strategy: { $patch: 'explode' } })).toBe(
    '500  unknown patch type: explode in map: map[$patch:explode]',
  );
  expect(refusal({ strategy: {} }, { strategy: { $retainKeys: 'type' } })).toBe('400 BadRequest invalid patch format of retainKeys');
  expect(refusal({ strategy: {} }, { strategy: { $retainKeys: [], type: 'x' } })).toContain('422 Invalid');
  expect(refusal({ matrix: [['a']] }, { matrix: [['b']] })).toContain('422 Invalid');
  expect(refusal({ oops: {} }, { oops: {} })).toBe('500  unable to find api field in struct Pod for the json field "oops"');
  expect(refusal({ finalizers: ['a'] }, { '$deleteFromPrimitiveList/finalizers': 'a' })).toBe(
    '400 BadRequest invalid patch format of primitive list',
  );
  expect(refusal({ containers: [web] }, { '$setElementOrder/containers': [{ name: 'log' }], containers: [{ name: 'web' }] })).toBe(
    "500  The order in patch list:\n[map[name:web]]\n doesn't match $setElementOrder list:\n[map[name:log]]\n",
  );
});

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
const containers = names.map((all) => ({ containers: all.map((name) => ({ name, image: `${name}:1` })) }));

test('a patch is idempotent, and its order wins', () => {
  fc.assert(
    fc.property(containers, names, (live, order) => {
      const patch = {
        '$setElementOrder/containers': order.map((name) => ({ name })),
        containers: order.map((name) => ({ name, image: 'new' })),
      };
      const once = apply(live, patch) as { containers?: { name: string }[] };
      expect(apply(once, patch)).toEqual(once);
      expect((once.containers ?? []).map(({ name }) => name).filter((name) => order.includes(name as 'a'))).toEqual(order);
    }),
  );
});

test('long lists merge in linear time', async () => {
  const item: Schema = { name: 'Item', type: 'object', properties: new Map([['key', { name: '', type: 'string' }]]) };
  const list: Schema = { name: '', type: 'array', items: item, patchStrategy: ['merge'], patchMergeKey: 'key' };
  const long: Schema = { name: 'Long', type: 'object', properties: new Map([['list', list]]) };
  const items = (prefix: string, length: number) => Array.from({ length }, (_, index) => ({ key: `${prefix}${index}` }));
  const growth = await growthOf((size) => {
    const patch = { list: [...items('b', size), ...items('a', size)] };
    const merged = applyStrategicMergePatch({ list: items('a', size) }, patch, long) as { list: unknown[] };
    expect(merged.list).toHaveLength(2 * size);
  }, 50_000);
  expect(growth).toBeLessThan(LINEAR_GROWTH_MAX);
});
