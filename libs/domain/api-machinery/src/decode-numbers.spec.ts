import { deepFreeze } from '@klockwork/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeJson } from './decode-json.ts';
import { semanticEqual } from './equality.ts';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import type { Schema } from './schema.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

const fields: Record<string, Schema> = {
  small: { name: '', type: 'integer', format: 'int32' },
  big: { name: '', type: 'integer', format: 'int64' },
  real: { name: '', type: 'number', format: 'double' },
  port: { name: 'IntOrString', type: 'string', format: 'int-or-string' },
  size: { name: 'Quantity', type: 'string', format: 'quantity' },
  text: { name: '', type: 'string' },
  raw: { name: 'RawExtension', type: 'any' },
};
const schema: Schema = { name: 'Spec', type: 'object', properties: new Map(Object.entries(fields)) };

function told(text: string): string {
  try {
    return JSON.stringify(decodeJson(text, schema).value);
  } catch (error) {
    return (error as Error).message;
  }
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });

test('a 64-bit integer is exact, typed and untyped', () => {
  fc.assert(
    fc.property(int64, (integer) => {
      const text = `{"big":${integer},"raw":{"x":[${integer}]}}`;
      expect(told(text)).toBe(text);
    }),
  );
});

test("patches of every kind preserve 64-bit integers, their own and the object's", () => {
  fc.assert(
    fc.property(int64, int64, (mine, theirs) => {
      const live = deepFreeze(decodeJson(`{"big":${mine},"raw":{"kept":${mine}}}`, schema).value);
      const patch = decodeJson(`{"big":${theirs}}`, undefined).value;
      const operations = decodeJson(
        `[{"op":"test","path":"/big","value":${mine}},{"op":"replace","path":"/big","value":${theirs}}]`,
        undefined,
      ).value;
      const results = [applyMergePatch(live, patch), applyStrategicMergePatch(live, patch, schema), applyJsonPatch(live, operations)];
      for (const result of results) expect(JSON.stringify(result)).toBe(`{"big":${theirs},"raw":{"kept":${mine}}}`);
    }),
  );
});

test('two distinct integers with the same double are unequal', () => {
  const [a, b] = ['{"big":9007199254740993}', '{"big":9007199254740992}'].map((text) => decodeJson(text, schema).value);
  expect([semanticEqual(a, b), semanticEqual(a, a)]).toEqual([false, true]);
});

test.each([
  ['{"big":9223372036854775808}', 'json: cannot unmarshal number 9223372036854775808 into Go struct field Spec.big of type int64'],
  ['{"big":-9223372036854775809}', 'json: cannot unmarshal number -9223372036854775809 into Go struct field Spec.big of type int64'],
  ['{"small":2147483648}', 'json: cannot unmarshal number 2147483648 into Go struct field Spec.small of type int32'],
  ['{"small":9223372036854775807}', 'json: cannot unmarshal number 9223372036854775807 into Go struct field Spec.small of type int32'],
  ['{"small":1.0}', 'json: cannot unmarshal number 1.0 into Go struct field Spec.small of type int32'],
  ['{"big":1e3}', 'json: cannot unmarshal number 1e3 into Go struct field Spec.big of type int64'],
  ['{"small":-0}', '{"small":0}'],
  ['{"real":1e400}', 'json: cannot unmarshal number 1e400 into Go struct field Spec.real of type float64'],
  ['{"real":9223372036854775808}', '{"real":9223372036854776000}'],
  ['{"raw":[1.0,1e2,18446744073709551615]}', '{"raw":[1,100,18446744073709552000]}'],
  ['{"raw":-1e400}', 'json: cannot unmarshal number -1e400 into Go value of type float64'],
  ['{"port":80.0}', 'json: cannot unmarshal number 80.0 into Go value of type int32'],
  ['{"port":4294967376}', 'json: cannot unmarshal number 4294967376 into Go value of type int32'],
  ['{"size":9007199254740993}', '{"size":"9007199254740993"}'],
  ['{"size":1.500}', '{"size":"1.500"}'],
  ['{"text":1e400}', 'json: cannot unmarshal number into Go struct field Spec.text of type string'],
  ['{"text":"1e400 1234567890123456789"}', '{"text":"1e400 1234567890123456789"}'],
])('%s becomes %s', (text, expected) => {
  expect(told(text)).toBe(expected);
});
