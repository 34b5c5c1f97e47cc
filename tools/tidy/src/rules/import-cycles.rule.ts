import { importCycles } from '../import-cycles.ts';
import type { Rule } from '../rule.ts';

/** Refuses files that import each other, by types too. */
export const importCyclesRule: Rule = {
  name: 'import-cycles',
  says: 'files do not import each other in a cycle, by types neither',
  *check(repository) {
    for (const cycle of importCycles(repository)) {
      const [path = ''] = cycle;
      yield { path, message: `is in an import cycle: ${cycle.join(', ')}; move the shared part to a file of its own` };
    }
  },
};
