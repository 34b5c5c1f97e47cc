import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../bytes/base64.ts';
import { byteString } from '../bytes/byte-string.ts';
import { type Es256Key, verifyEs256 } from './es256.ts';

const bytes = (base64Url: string) => byteString(decodeBase64(base64Url.replaceAll('-', '+').replaceAll('_', '/')));

/** Text, key and signature: the example of RFC 7515, A.3, and signatures of OpenSSL. */
const SIGNED: readonly (readonly [text: string, key: Es256Key, signature: string])[] = [
  [
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
    { x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU', y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0' },
    'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
  ],
  [
    '',
    { x: 'DnPpItgs6Qo4eJsOPqYo1JIzitWUo-61tx2_sv11jCE', y: 'G6ES1IwRcnED0AZxLgjDQELbsR4VH-E39WgBSHMTFv8' },
    'vCtBAkzcbabz0xUgLPABJdyQxy5h2X5KJ3e6xm19GZjSlmdThZzbBOFUhUWqp_YgMnt4-jALrTFfMHUGPUXgqQ',
  ],
  [
    'a',
    { x: 'DDEGr1i8vlCtLAGcWxYxKgETAgeaAfNYV7Tv6es0WG0', y: 'RYXm3aIbYtVH2iq_5JMWHtzNXuGXikoupDeiyyVOoUU' },
    '6hzLxAVE1H8P5zHhJ7ewiDTEuN2ne8DOIhZ9v4-K0klny5Mjs_UGz8aW4gJuTFNUe9uthemULr2jbpiAjUy84A',
  ],
  [
    'x'.repeat(100),
    { x: '2odMh_fA7fHLwyPQO9zkSixJ2FTMDpYU1KV5ZvK_2Zg', y: 'rza_DeKxznVSJx_Ek97l75sH9nNjDWdayE2AClksfOQ' },
    'lbAlb42siWMJD-378EsLKgXxU-kNztPalMIU05IZZneN13MhBmsGmhou0szROD1IZnn-1mUTYcOZl3gt7TUBdQ',
  ],
];
const samples = SIGNED.map(([text, { x, y }, signature]) => ({ text, key: { x: bytes(x), y: bytes(y) }, signature: bytes(signature) }));
const [sample, other] = samples as [(typeof samples)[0], (typeof samples)[0]];
const zeros = '\0'.repeat(32);

describe('an ES256 signature', () => {
  test('signatures of other programs are valid', () => {
    expect(samples.map(({ text, key, signature }) => verifyEs256(key, text, signature))).toEqual(samples.map(() => true));
  });

  test.each([
    ['another text', sample.key, 'other', sample.signature],
    ['another key', other.key, sample.text, sample.signature],
    ['no point of the curve', { x: sample.key.x, y: sample.key.x }, sample.text, sample.signature],
    ['a short signature', sample.key, sample.text, sample.signature.slice(1)],
    ['a first number of 0', sample.key, sample.text, zeros + sample.signature.slice(32)],
    ['a second number of 0', sample.key, sample.text, sample.signature.slice(0, 32) + zeros],
    ['a number above the order', sample.key, sample.text, sample.signature.slice(0, 32) + '\xff'.repeat(32)],
  ])('%s makes a signature invalid', (_, key, text, signature) => expect(verifyEs256(key, text, signature)).toBe(false));
});
