import { posix } from 'node:path';
import { compactJsonText } from '../json-text.ts';
import type { Repository } from '../repository.ts';
import { packageNameOf } from '../resolve.ts';
import type { Rule } from '../rule.ts';
import type { WorkspacePackage } from '../workspace-package.ts';

interface TsConfig {
  readonly references?: readonly { readonly path: string }[];
}

/** TypeScript project `references` list the imported workspace packages, for the build order. */
export const references: Rule = {
  name: 'references',
  says: 'the references of a tsconfig.json are the packages that the sources import; the root names every package',
  *check(repository) {
    for (const each of repository.packages) yield* differing(repository, `${each.folder}/tsconfig.json`, referencesOf(repository, each));
    const all = repository.packages.map(({ folder }) => `./${folder}`);
    yield* differing(repository, 'tsconfig.json', all);
  },
};

function* differing({ files }: Repository, path: string, wanted: readonly string[]) {
  const config = JSON.parse(files.get(path) ?? '{}') as TsConfig;
  const has = (config.references ?? []).map((reference) => reference.path);
  const [missing, extra] = [wanted.filter((one) => !has.includes(one)), has.filter((one) => !wanted.includes(one))];
  if (missing.length === 0 && extra.length === 0) return;
  const fixed = compactJsonText({
    ...config,
    references: [...has.filter((one) => wanted.includes(one)), ...missing].map((one) => ({ path: one })),
  });
  const problems = [...missing.map((one) => `lacks ${one}`), ...extra.map((one) => `has ${one} in vain`)].join(', ');
  yield { path, message: `references: ${problems} ("npm run check -- --fix" writes them)`, fixed };
}

function referencesOf({ packages }: Repository, { name, folder, sources }: WorkspacePackage): string[] {
  const importedPackageNames = new Set(sources.flatMap(({ imports }) => imports.map(({ specifier }) => packageNameOf(specifier))));
  const usedPackages = packages.filter((other) => importedPackageNames.has(other.name) && other.name !== name);
  return usedPackages.map((other) => posix.relative(folder, other.folder)).sort();
}
