import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { BatchBytes } from './batch-bytes.ts';

it('are the UTF-8 of the texts in a row, whatever was asked for before', () => {
  const texts = fc.array(fc.constantFrom('', 'a', 'b', 'ab', 'ü\n', '\ud800'), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(texts), (all) => {
      const bytes = new BatchBytes();
      for (const each of all) expect(bytes.of(each)).toEqual(Buffer.from(each.join('')));
    }),
  );
});

it('are made once for those who ask for the same in a row', () => {
  const bytes = new BatchBytes();
  const first = bytes.of(['a\n', 'b\n']);
  expect(bytes.of(['a\n', 'b\n'])).toBe(first);
  expect(bytes.of(['a\n', 'c\n'])).not.toBe(first);
});
