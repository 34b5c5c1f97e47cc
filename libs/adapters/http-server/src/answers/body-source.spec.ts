import { nodeTimer } from '@klockwork/host';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodySource } from './body-source.ts';

/** Reads a source completely into buffers of one size. */
function read(body: Parameters<typeof bodySource>[0], bufferBytes: number): string {
  const source = bodySource(body, nodeTimer);
  const parts: Buffer[] = [];
  for (;;) {
    const buffer = Buffer.alloc(bufferBytes);
    const { bytes, last } = source.fill(buffer);
    parts.push(buffer.subarray(0, bytes));
    if (last) return Buffer.concat(parts).toString();
  }
}

test('a body source writes the UTF-8 of its texts into buffers of any size', () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 20 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 4, max: 40 }), (all, bytes) => {
      expect(read({ texts: all }, bytes)).toBe(all.join(''));
      expect(read(all.join(''), bytes)).toBe(all.join(''));
      expect(read(Buffer.from(all.join('')), bytes)).toBe(all.join(''));
    }),
  );
});

test('a body source reads each text only once previous texts filled a buffer', () => {
  const taken: string[] = [];
  const texts = function* () {
    for (const text of ['aaaa', 'bbbb', 'cccc']) {
      taken.push(text);
      yield text;
    }
  };
  const source = bodySource({ texts: texts() }, nodeTimer);
  source.fill(Buffer.alloc(4));
  expect(taken).toEqual(['aaaa', 'bbbb']);
});
