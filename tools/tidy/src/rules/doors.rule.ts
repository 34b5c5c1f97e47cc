import type { Repository } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';

const LINES_MAX = 80;

/** Each package has a README. */
export const doors: Rule = {
  name: 'doors',
  says: 'every package has a README.md of one page',
  *check(repository) {
    for (const { folder } of repository.packages) yield* judgeReadme(repository, `${folder}/README.md`);
  },
};

function* judgeReadme({ files }: Repository, path: string): Iterable<Finding> {
  const text = files.get(path);
  if (text === undefined) yield { path, message: 'is missing: write purpose, entry, an example and what it may import on one page' };
  else if (text.split('\n').length > LINES_MAX)
    yield { path, message: `is longer than ${LINES_MAX} lines: one page is enough at the door` };
}
