import { importCycles } from '../import-cycles.ts';
import type { Repository } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';

const EXCEPTIONS = 'tools/tidy/src/import-cycles.json';

/** Permitted cycle: reason and files. */
interface Exception {
  readonly reason: string;
  readonly files: readonly string[];
}

/** Refuses files that import each other, by types too. A named cycle may only shrink. */
export const importCyclesRule: Rule = {
  name: 'import-cycles',
  says: `files do not import each other in a cycle, by types neither; ${EXCEPTIONS} names the exceptions, which may only shrink`,
  *check(repository) {
    const cycles = importCycles(repository);
    const exceptions = exceptionsIn(repository);
    for (const cycle of cycles) yield* refused(cycle, exceptions);
    const cyclic = new Set(cycles.flat());
    for (const { files } of exceptions) yield* ended(files, cyclic);
  },
};

function exceptionsIn({ files }: Repository): readonly Exception[] {
  return JSON.parse(files.get(EXCEPTIONS) ?? '[]') as Exception[];
}

function* refused(cycle: readonly string[], exceptions: readonly Exception[]): Iterable<Finding> {
  if (exceptions.some(({ files }) => cycle.every((file) => files.includes(file)))) return;
  const [path = ''] = cycle;
  yield { path, message: `is in an import cycle: ${cycle.join(', ')}; move the shared part to a file of its own` };
}

function* ended(files: readonly string[], cyclic: ReadonlySet<string>): Iterable<Finding> {
  const free = files.filter((file) => !cyclic.has(file));
  if (free.length > 0) yield { path: EXCEPTIONS, message: `names files that are in no cycle any more, remove them: ${free.join(', ')}` };
}
