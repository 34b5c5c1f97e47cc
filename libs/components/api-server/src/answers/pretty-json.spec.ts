import { growthOf, LINEAR_GROWTH_MAX } from '@klockwork/kernel/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prettyJson } from './pretty-json.ts';

const ENOUGH = 1 << 20;

describe('pretty JSON', () => {
  test.each([
    ['{"a":1,"b":{"c":[],"d":{}}}', '{\n  "a": 1,\n  "b": {\n    "c": [],\n    "d": {}\n  }\n}'],
    ['[1,[true,null]]', '[\n  1,\n  [\n    true,\n    null\n  ]\n]'],
    ['{"a":9007199254740993,"b":1.0}', '{\n  "a": 9007199254740993,\n  "b": 1.0\n}'],
    ['{"a{,:":"\\"[,]:{}\\\\"}', '{\n  "a{,:": "\\"[,]:{}\\\\"\n}'],
    ['{"a": [ ] }', '{\n  "a": []\n}'],
    ['""', '""'],
  ])("pretty JSON equals Go's: %s", (text, pretty) => {
    expect(prettyJson(text, ENOUGH)).toBe(pretty);
  });

  test("pretty JSON equals the engine's indentation", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text);
        expect(prettyJson(JSON.stringify(value), ENOUGH)).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test('pretty JSON above the limit is not built', async () => {
    const growth = await growthOf((size) => {
      const deep = `${'['.repeat(size)}${'1,'.repeat(100 * size)}1${']'.repeat(size)}`;
      expect(prettyJson(deep, ENOUGH)).toBeUndefined();
    }, 4_000);
    expect(growth).toBeLessThan(LINEAR_GROWTH_MAX);
  });
});
