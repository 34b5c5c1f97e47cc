import { expect, test } from 'vitest';
import { hexDigest, imageDigest } from './digest.ts';

test('a digest has 64 hexadecimal digits, and a shorter one begins alike', () => {
  const digest = hexDigest('nginx');
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(hexDigest('nginx', 12)).toBe(digest.slice(0, 12));
  expect(imageDigest('nginx')).toBe(`sha256:${digest}`);
});

test('texts that differ in one character have other digests', () => {
  expect(new Set(['', 'a', 'b', 'aa', 'nginx', 'nginy'].map((text) => hexDigest(text, 12))).size).toBe(6);
});
