import { expect, test } from 'vitest';
import { madeUpRepository } from '../testing/made-up-repository.ts';
import { importCyclesRule } from './import-cycles.rule.ts';

const [A, B, C] = ['a', 'b', 'c'].map((name) => `libs/machinery/bus/src/${name}.ts`) as [string, string, string];
const FILES = { [A]: "import type { B } from './b.ts';\n", [B]: "import { c } from './c.ts';\n", [C]: "export { a } from './a.ts';\n" };

function findings(files: Record<string, string>) {
  return [...importCyclesRule.check(madeUpRepository(files))];
}

test('a cycle of imports is refused, by types and re-exports too', () => {
  expect(findings(FILES)).toEqual([
    { path: A, message: `is in an import cycle: ${A}, ${B}, ${C}; move the shared part to a file of its own` },
  ]);
});

test('files without a cycle pass, though two import the same file', () => {
  expect(findings({ ...FILES, [C]: '', [A]: "import { b } from './b.ts';\nimport { c } from './c.ts';\n" })).toEqual([]);
});
