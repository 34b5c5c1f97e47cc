import { jsonText } from '../json-text.ts';
import type { Repository } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';
import type { WorkspacePackage } from '../workspace-package.ts';

const LINES_MAX = 80;
const TARGETS = ['build', 'typecheck', 'lint', 'test'];

/** Every package explains itself at its door, and can be built, checked and tested alone. */
export const doors: Rule = {
  name: 'doors',
  says: `every package has a README.md of one page and the Nx targets ${TARGETS.join(', ')}`,
  *check(repository) {
    for (const each of repository.packages) {
      yield* judgeReadme(repository, `${each.folder}/README.md`);
      yield* missingTargets(each);
    }
  },
};

function* judgeReadme({ files }: Repository, path: string): Iterable<Finding> {
  const text = files.get(path);
  if (text === undefined) yield { path, message: 'is missing: write purpose, entry, an example and what it may import on one page' };
  else if (text.split('\n').length > LINES_MAX)
    yield { path, message: `is longer than ${LINES_MAX} lines: one page is enough at the door` };
}

function* missingTargets({ folder, manifest }: WorkspacePackage): Iterable<Finding> {
  const has = manifest.nx?.targets ?? {};
  const missing = TARGETS.filter((target) => has[target] === undefined);
  if (missing.length === 0) return;
  const targets = { ...Object.fromEntries(TARGETS.map((target) => [target, {}])), ...has };
  const fixed = jsonText({ ...manifest, nx: { ...manifest.nx, targets } });
  yield { path: `${folder}/package.json`, message: `nx.targets lacks ${missing.join(', ')} ("npm run check -- --fix" writes them)`, fixed };
}
