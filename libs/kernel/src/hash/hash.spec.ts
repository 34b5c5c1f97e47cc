import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacSha256 } from './hmac-sha256.ts';
import { md5 } from './md5.ts';
import { sha1 } from './sha1.ts';
import { sha256 } from './sha256.ts';

test.each([
  [
    '',
    'd41d8cd98f00b204e9800998ecf8427e',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ],
  [
    'abc',
    '900150983cd24fb0d6963f7d28e17f72',
    'a9993e364706816aba3e25717850c26c9cd0d89d',
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ],
  [
    'The quick brown fox jumps over the lazy dog',
    '9e107d9d372bb6826bd81d3542a419d6',
    '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    'd7a8fbb307d7809469ca9abcb0082e4f8d5651e46d3cdb762d02d0bf37c9e592',
  ],
])('digests of %j', (bytes, ...digests) => {
  expect([md5, sha1, sha256].map((digest) => digest(bytes))).toEqual(digests);
});

// Platform digests for comparison.
declare const crypto: { subtle: { digest(name: string, bytes: Uint8Array): Promise<ArrayBuffer> } };

test('digests of any bytes equal those of the platform', async () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(bytes, fc.constantFrom(['SHA-1', sha1] as const, ['SHA-256', sha256] as const), async (data, [name, digest]) => {
      const expected = [...new Uint8Array(await crypto.subtle.digest(name, data))]
        .map((each) => each.toString(16).padStart(2, '0'))
        .join('');
      expect(digest(String.fromCharCode(...data))).toBe(expected);
    }),
  );
});

// Test cases 1, 2 and 6 of RFC 4231.
test.each([
  ['\x0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  ['Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  [
    '\xaa'.repeat(131),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
])('HMAC-SHA-256 under key %j equals that of RFC 4231', (key, text, expected) => {
  expect([...hmacSha256(key, text)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')).toBe(expected);
});
