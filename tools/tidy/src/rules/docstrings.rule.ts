import type { Rule } from '../rule.ts';

/** What a file exports is explained where it is declared. */
export const docstrings: Rule = {
  name: 'docstrings',
  says: 'every export of a library has a docstring: what it gives, units, what it throws, what it models',
  *check({ packages }) {
    for (const { sources } of packages.filter(({ folder }) => folder.startsWith('libs/'))) {
      for (const { path, declarations } of sources.filter((source) => !source.path.endsWith('.spec.ts'))) {
        for (const { name, line, hasDocstring } of declarations) {
          if (!hasDocstring) yield { path, line, message: `${name} has no docstring: write /** … */ above it` };
        }
      }
    }
  },
};
