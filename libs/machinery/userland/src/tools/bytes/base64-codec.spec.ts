import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from './base64-codec.ts';

const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 100 });

test('encoded bytes survive decoding with line breaks anywhere', () => {
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 80 }), (data, width) => {
      const lines = toBase64(data).replace(new RegExp(`.{${width}}`, 'g'), '$&\n');
      expect(fromBase64(lines)).toEqual({ bytes: data, valid: true });
    }),
  );
});

test('decoding accepts any text without an error', () => {
  fc.assert(
    fc.property(bytes, (text) => {
      fromBase64(text);
    }),
  );
});
