import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64-codec.ts';

const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 100 });

test('bytes that were encoded come back, wherever lines were broken', () => {
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 80 }), (data, width) => {
      const lines = encodeBase64(data).replace(new RegExp(`.{${width}}`, 'g'), '$&\n');
      expect(decodeBase64(lines)).toEqual({ bytes: data, valid: true });
    }),
  );
});

test('any text is decoded without an error', () => {
  fc.assert(
    fc.property(bytes, (text) => {
      decodeBase64(text);
    }),
  );
});
