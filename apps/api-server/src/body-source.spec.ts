import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodySource } from './body-source.ts';

/** All bytes that a source writes into buffers of one size. */
function read(body: Parameters<typeof bodySource>[0], bufferBytes: number): string {
  const source = bodySource(body);
  const parts: Buffer[] = [];
  for (;;) {
    const buffer = Buffer.alloc(bufferBytes);
    const { bytes, last } = source.fill(buffer);
    parts.push(buffer.subarray(0, bytes));
    if (last) return Buffer.concat(parts).toString();
  }
}

test('texts come out as their UTF-8, whatever fits into a buffer', () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 20 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 40 }), (all, bytes) => {
      expect(read({ texts: all }, bytes)).toBe(all.join(''));
      expect(read(all.join(''), bytes)).toBe(all.join(''));
      expect(read(Buffer.from(all.join('')), bytes)).toBe(all.join(''));
    }),
  );
});

test('a text is not taken before those in front of it are in a buffer', () => {
  const taken: string[] = [];
  const texts = function* () {
    for (const text of ['aaaa', 'bbbb', 'cccc']) {
      taken.push(text);
      yield text;
    }
  };
  const source = bodySource({ texts: texts() });
  source.fill(Buffer.alloc(4));
  expect(taken).toEqual(['aaaa', 'bbbb']);
});
