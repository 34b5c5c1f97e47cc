import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BatchBytes } from './batch-bytes.ts';

test('batch bytes equal the UTF-8 of the joined texts after any earlier calls', () => {
  const texts = fc.array(fc.constantFrom('', 'a', 'b', 'ab', 'ü\n', '\ud800'), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(texts), (all) => {
      const bytes = new BatchBytes();
      for (const each of all) expect(bytes.of(each)).toEqual(Buffer.from(each.join('')));
    }),
  );
});

test('consecutive calls with equal texts share one result', () => {
  const bytes = new BatchBytes();
  const first = bytes.of(['a\n', 'b\n']);
  expect(bytes.of(['a\n', 'b\n'])).toBe(first);
  expect(bytes.of(['a\n', 'c\n'])).not.toBe(first);
});
