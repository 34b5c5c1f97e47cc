import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutLoneSurrogates } from './lone-surrogates.ts';

test('results equal `JSON.parse`, with U+FFFD for each lone surrogate', () => {
  const pieces = fc.constantFrom('\\ud800', '\\udc00', '\\uD83d\\uDE00', '\\\\', '\\n', 'ud800', 'a', '\\u0041', '\\"');
  fc.assert(
    fc.property(fc.array(pieces), (list) => {
      const json = `"${list.join('')}"`;
      const wellFormed = (JSON.parse(json) as string).replace(/\p{Surrogate}/gu, '\ufffd');
      expect(JSON.parse(withoutLoneSurrogates(json))).toBe(wellFormed);
    }),
  );
});
