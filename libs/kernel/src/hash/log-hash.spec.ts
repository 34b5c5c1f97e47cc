import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { LogHash } from './log-hash.ts';

const hashOf = (...texts: string[]) => {
  const hash = new LogHash();
  for (const text of texts) hash.add(text);
  return hash.digest();
};

test('equal texts have equal hashes, of 16 digits', () => {
  expect(hashOf('a', 'b')).toBe(hashOf('a', 'b'));
  expect(hashOf('a')).toMatch(/^[0-9a-f]{16}$/);
});

test('order, division and every unit count', () => {
  const hashes = [hashOf(), hashOf(''), hashOf('ab'), hashOf('a', 'b'), hashOf('b', 'a'), hashOf('ac'), hashOf('abc'), hashOf('ab', 'c')];
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('a hundred thousand texts that differ in a number have a hundred thousand hashes', () => {
  const hashes = new Set<string>();
  for (let number = 0; number < 100_000; number++) hashes.add(hashOf(`{"revision":${number}}`));
  expect(hashes.size).toBe(100_000);
});

test('canonical JSON does not know in which order an object was put together', () => {
  const one = { b: [1, { d: null, c: 'é' }], a: { z: true, y: undefined } };
  const two = { a: { z: true }, b: [1, { c: 'é', d: null }] };
  expect(canonicalJson(one)).toBe('{"a":{"z":true},"b":[1,{"c":"é","d":null}]}');
  expect(canonicalJson(two)).toBe(canonicalJson(one));
});
