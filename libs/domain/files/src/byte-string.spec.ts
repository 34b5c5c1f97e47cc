import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from './byte-string.ts';

// Encoders of the platform, the reference for ours.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  constructor(label: string, options: { ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}

const text = fc.string({ unit: 'binary' });
const byteString = (bytes: Uint8Array) => String.fromCharCode(...bytes);

test('text is encoded as UTF-8', () => {
  expect(utf8.encode('é안🙂')).toBe('\xc3\xa9\xec\x95\x88\xf0\x9f\x99\x82');
  expect(utf8.encode('\ud800!')).toBe('\xef\xbf\xbd!');
  fc.assert(
    fc.property(text, (value) => {
      expect(utf8.encode(value)).toBe(byteString(new TextEncoder().encode(value)));
    }),
  );
});

test('bytes are decoded as the platform decodes them, whether they are UTF-8 or not', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(utf8.decode(byteString(bytes))).toBe(decoder.decode(bytes));
    }),
  );
  fc.assert(
    fc.property(text, (value) => {
      expect(utf8.decode(utf8.encode(value))).toBe(value);
    }),
  );
});
