import type { Rule } from '../rule.ts';
import { lineAt } from '../source-file.ts';

const SPELLED_IN = 'libs/machinery/bus/src/subjects.ts';
// Subjects begin with `klockwork.` and a cluster; `klockwork.dev` is our API group.
const SUBJECT = /['"`]klockwork\.(?!dev\b)[\w$*>{]/g;

/** Subjects are built in one file; tests may contain them literally. */
export const subjects: Rule = {
  name: 'subjects',
  says: `only ${SPELLED_IN} spells a subject`,
  *check({ packages }) {
    for (const { path, text, isTest } of packages.flatMap(({ sources }) => sources)) {
      if (path === SPELLED_IN || isTest || path.startsWith('tools/tidy/')) continue;
      for (const { index } of text.matchAll(SUBJECT)) {
        yield { path, line: lineAt(text, index), message: 'a subject is spelled here: use subjectsOf(cluster) from @klockwork/bus' };
      }
    }
  },
};
