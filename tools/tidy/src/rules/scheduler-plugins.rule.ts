import { posix } from 'node:path';
import type { Rule } from '../rule.ts';

const PLUGIN = /^libs\/domain\/scheduling\/src\/(?:filters|scores)\/[^/]+\/[^/]+\.(?:filter|score)\.ts$/;

/** Refuses filters and scores of the scheduler without a spec. */
export const schedulerPlugins: Rule = {
  name: 'scheduler-plugins',
  says: 'a filter and a score of the scheduler have a spec beside them, with a table of pods, nodes and verdicts',
  *check({ files }) {
    for (const path of files.keys()) {
      const spec = path.replace(/\.ts$/, '.spec.ts');
      if (PLUGIN.test(path) && !files.has(spec)) yield { path, message: `has no spec: write ${posix.basename(spec)} beside it` };
    }
  },
};
