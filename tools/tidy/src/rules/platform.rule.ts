import { posix } from 'node:path';
import { jsonText } from '../json-text.ts';
import type { Finding, Rule } from '../rule.ts';
import { platformOf, type WorkspacePackage } from '../workspace-package.ts';

/** A package's folder defines its layer, and the layer decides about host access. */
export const platform: Rule = {
  name: 'platform',
  says: 'kernel to assembly extend tsconfig.none.json, apps/console tsconfig.browser.json, all others tsconfig.node.json; tags and targets of Nx are inferred',
  *check({ packages, files }) {
    for (const each of packages) {
      yield* inferred(each);
      const path = `${each.folder}/tsconfig.json`;
      const base = posix.relative(each.folder, `tsconfig.${platformOf(each)}.json`);
      if (!files.get(path)?.includes(`"extends": "${base}"`))
        yield { path, message: `must extend "${base}", because it is platform:${platformOf(each)}` };
    }
  },
};

/** Targets whose inputs a manifest may state. */
const TESTS: ReadonlySet<string> = new Set(['test', 'test-system']);

/** tools/test/nx/projects.mjs infers tags and targets. A manifest states the inputs of its tests when they read files outside the package. */
function* inferred({ folder, manifest }: WorkspacePackage): Iterable<Finding> {
  const { nx, ...rest } = manifest;
  const targets = Object.entries(nx?.targets ?? {});
  const tests = targets.filter(([name, target]) => TESTS.has(name) && Object.keys(target as object).length > 0);
  const hasInputs = tests.length > 0;
  if (nx?.tags === undefined && tests.length === targets.length && hasInputs === (nx !== undefined)) return;
  const fixed = jsonText({ ...rest, ...(hasInputs && { nx: { targets: Object.fromEntries(tests) } }) });
  yield { path: `${folder}/package.json`, message: 'Nx infers tags and targets: remove them ("npm run check -- --fix" does)', fixed };
}
