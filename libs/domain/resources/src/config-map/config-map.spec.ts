import { describe, expect, test } from 'vitest';
import { aConfigMap, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { configMapKind } from './config-map.kind.ts';

const META = { name: 'settings', namespace: 'default' };
const KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

describe('a ConfigMap is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'for a key that is no file name',
      { data: { 'a b': '1', '..': '2' } },
      ['data[..]: Invalid value: "..": must not be \'..\'', `data[a b]: Invalid value: "a b": ${KEY_RULE}`],
    ],
    [
      'for a key in both maps',
      { data: { a: '1' }, binaryData: { a: 'AA==' } },
      ['data[a]: Invalid value: "a": duplicate of key present in binaryData'],
    ],
    [
      'above one mebibyte',
      { data: { a: 'x'.repeat(1024 * 1024 - 2) }, binaryData: { b: 'AAAA' } },
      ['[]: Too long: may not be more than 1048576 bytes'],
    ],
  ])('a ConfigMap is refused %s', (_, part, expected) => {
    expect(tryCreate(configMapKind, { metadata: META, ...part }).errors).toEqual(expected);
  });

  test('an immutable ConfigMap with changes is refused', () => {
    const { errors } = tryUpdate(configMapKind, aConfigMap({ immutable: true }), (draft) => {
      draft.immutable = false;
      draft.data = { colour: 'red' };
      draft.binaryData = { blob: 'AA==' };
    });
    const rule = 'Forbidden: field is immutable when `immutable` is set';
    expect(errors).toEqual([`immutable: ${rule}`, `data: ${rule}`, `binaryData: ${rule}`]);
  });
});

test('an immutable ConfigMap may still be labelled', () => {
  const { errors } = tryUpdate(configMapKind, aConfigMap({ immutable: true }), (draft) =>
    Object.assign(draft.metadata!, { labels: { a: 'b' } }),
  );
  expect(errors).toEqual([]);
});

test('kubectl get configmaps counts its keys', () => {
  expect(rowOf(configMapKind, aConfigMap({ binaryData: { b: 'AA==' } }), Date.parse('2026-01-01T00:00:05Z'))).toEqual({
    Name: 'settings',
    Data: 2,
    Age: '5s',
  });
});

test('the log names changed keys, not values', () => {
  const event = configMapKind.event({
    verb: 'update',
    subresource: '',
    previous: aConfigMap(),
    next: aConfigMap({ data: { colour: 'red', size: 'L' } }),
  });
  expect(event).toEqual({ type: 'ConfigMapUpdated', data: { changed: ['data.colour', 'data.size'] } });
});
