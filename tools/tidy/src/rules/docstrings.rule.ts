import { posix } from 'node:path';
import type { Repository } from '../repository.ts';
import { resolveImport } from '../resolve.ts';
import type { Rule } from '../rule.ts';
import type { WorkspacePackage } from '../workspace-package.ts';

/** Public names of a library have a docstring at their declaration. */
export const docstrings: Rule = {
  name: 'docstrings',
  says: 'every name that a library exports from "." or "./testing" has a docstring: result, units, errors, upstream model',
  *check(repository) {
    for (const each of repository.packages.filter(({ folder }) => folder.startsWith('libs/'))) {
      const isPublic = publicNames(repository, each);
      for (const { path, declarations } of each.sources) {
        for (const { name, line, hasDocstring } of declarations) {
          if (!hasDocstring && isPublic.has(`${path}#${name}`))
            yield { path, line, message: `${name} has no docstring: write /** … */ above it` };
        }
      }
    }
  },
};

/** Public declarations of a package, as `path#name`, through re-exports of its files. */
function publicNames(repository: Repository, { folder, manifest, sources }: WorkspacePackage): ReadonlySet<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const names = new Set<string>();
  const add = (path: string, name: string): void => {
    if (names.has(`${path}#${name}`)) return;
    names.add(`${path}#${name}`);
    for (const { specifier, names: passedNames, passesOn } of byPath.get(path)?.imports ?? []) {
      const target = passesOn && passedNames.includes(name) ? resolveImport(repository, path, specifier) : undefined;
      if (target !== undefined) add(target, name);
    }
  };
  for (const entry of Object.values(manifest.exports ?? {})) {
    const source = byPath.get(posix.join(folder, entry['@klockwork/source'] ?? ''));
    for (const { name } of source?.declarations ?? []) add(source!.path, name);
    for (const { names: passedNames } of source?.imports.filter(({ passesOn }) => passesOn) ?? [])
      for (const name of passedNames) add(source!.path, name);
  }
  return names;
}
