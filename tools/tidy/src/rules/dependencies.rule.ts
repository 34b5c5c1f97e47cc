import { isBuiltin } from 'node:module';
import { jsonText } from '../json-text.ts';
import type { Repository } from '../repository.ts';
import { packageNameOf } from '../resolve.ts';
import type { Finding, Rule } from '../rule.ts';
import type { PackageManifest, WorkspacePackage } from '../workspace-package.ts';
import { declaredBy } from '../workspace-package.ts';

/** Version of a package of the repository: only the root has one. */
const WORKSPACE = '*';

/** Test dependencies, installed at the root for all packages. */
const TEST_TOOLS = ['vitest', 'fast-check'];

/** Dependencies without an import, by reason. */
const NEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '@klockwork/klockwork-cli': {
    '@klockwork/api-server-app': 'a process it starts',
    '@klockwork/broker-app': 'a process it starts',
    '@klockwork/controller-manager-app': 'a process it starts',
    '@klockwork/kubelet-agent-app': 'a process it starts',
    '@klockwork/scheduler-app': 'a process it starts',
  },
};

/** Each package.json lists exactly the imported packages, in the root's version. */
export const dependencies: Rule = {
  name: 'dependencies',
  says: 'package.json declares what the sources import, and nothing else, in the one version of the root',
  *check(repository) {
    for (const each of repository.packages) yield* judge(repository, each);
  },
};

function* judge(repository: Repository, each: WorkspacePackage): Iterable<Finding> {
  const path = `${each.folder}/package.json`;
  const wanted = wantedBy(repository, each);
  const fixed = jsonText(withDependencies(each.manifest, wanted));
  const differences = [...differing(each.manifest, wanted, 'dependencies'), ...differing(each.manifest, wanted, 'devDependencies')];
  for (const message of differences) yield { path, message, fixed };
}

type DependencySections = Pick<PackageManifest, 'dependencies' | 'devDependencies'>;

function wantedBy(repository: Repository, each: WorkspacePackage): Required<DependencySections> {
  const inProduct = importedBy(each, false);
  const inTests = importedBy(each, true).filter((name) => !inProduct.includes(name) && !TEST_TOOLS.includes(name));
  const neededNames = [...inProduct, ...Object.keys(NEEDED[each.name] ?? {})];
  return { dependencies: versions(repository, neededNames), devDependencies: versions(repository, inTests) };
}

function importedBy({ name, sources, folder, manifest }: WorkspacePackage, tests: boolean): string[] {
  const declaredNames = Object.keys(declaredBy(manifest));
  const texts = sources.filter(({ isTest }) => isTest === tests);
  const importedSpecifiers = texts.flatMap(({ imports }) => imports.map(({ specifier }) => specifier));
  const packages = importedSpecifiers.filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier)).map(packageNameOf);
  // Packages resolved at run time or read as data occur in a string.
  const mentionedNames = declaredNames.filter((dependency) => texts.some(({ text }) => mentions(text, dependency)));
  const own = (dependency: string) => dependency === name || folder === '';
  return [...new Set([...packages, ...mentionedNames])].filter((dependency) => !own(dependency)).sort();
}

function mentions(text: string, dependency: string): boolean {
  return text.includes(`'${dependency}'`) || text.includes(`'${dependency}/`) || text.includes(`node_modules/${dependency}/`);
}

function versions({ manifest, packages }: Repository, names: readonly string[]): Record<string, string> {
  const ours = new Map(packages.map((each) => [each.name, WORKSPACE]));
  const theirs = declaredBy(manifest);
  return Object.fromEntries([...names].sort().map((name) => [name, ours.get(name) ?? theirs[name] ?? 'missing in the root package.json']));
}

function* differing(manifest: PackageManifest, wanted: Required<DependencySections>, section: keyof DependencySections): Iterable<string> {
  const has = manifest[section] ?? {};
  for (const [name, version] of Object.entries(wanted[section])) {
    if (has[name] !== version) yield `${section} must have "${name}": "${version}" ("npm run check -- --fix" writes it)`;
  }
  for (const name of Object.keys(has)) {
    if (wanted[section][name] === undefined)
      yield `${section} has "${name}", which nothing here imports: remove it ("npm run check -- --fix" does)`;
  }
}

function withDependencies(manifest: PackageManifest, wanted: Required<DependencySections>): PackageManifest {
  const { dependencies: _, devDependencies: __, nx, ...rest } = manifest;
  const some = Object.entries(wanted).filter(([, names]) => Object.keys(names).length > 0);
  return { ...rest, ...Object.fromEntries(some), ...(nx && { nx }) };
}
