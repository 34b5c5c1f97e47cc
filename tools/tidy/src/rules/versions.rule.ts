import { jsonText } from '../json-text.ts';
import type { Repository } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';
import { lineAt } from '../source-file.ts';
import type { PackageManifest } from '../workspace-package.ts';
import { declaredBy } from '../workspace-package.ts';

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;
const REGISTRY = 'https://registry.npmjs.org/';
const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

interface Lock {
  readonly packages: Readonly<Record<string, PackageManifest>>;
}

/** What is installed is what was tried: exact versions, one registry, a lock file that agrees with every package.json. */
export const versions: Rule = {
  name: 'versions',
  says: 'versions are exact, the lock file agrees with every package.json and names one registry',
  *check(repository) {
    const manifests = [{ folder: '', manifest: repository.manifest }, ...repository.packages];
    for (const { folder, manifest } of manifests) {
      for (const [name, version] of Object.entries(declaredBy(manifest))) {
        if (!EXACT.test(version))
          yield { path: `${folder}/package.json`.replace(/^\//, ''), message: `"${name}": "${version}": pin one exact version` };
      }
    }
    yield* otherRegistries(repository);
    yield* oldLock(repository, manifests);
    yield* lostPlatforms(repository);
  },
};

function* otherRegistries({ files }: Repository): Iterable<Finding> {
  const text = files.get('package-lock.json') ?? '';
  for (const { 1: url, index } of text.matchAll(/"resolved": "(https?:[^"]+)"/g)) {
    if (!url!.startsWith(REGISTRY))
      yield { path: 'package-lock.json', line: lineAt(text, index), message: `${url}: install from ${REGISTRY}` };
  }
}

// npm ci refuses a lock file in which a package of the workspace has other dependencies than its package.json.
function* oldLock({ files }: Repository, manifests: readonly { folder: string; manifest: PackageManifest }[]): Iterable<Finding> {
  const text = files.get('package-lock.json');
  if (text === undefined) return;
  const lock = JSON.parse(text) as Lock;
  const stale = manifests.filter(({ folder, manifest }) =>
    SECTIONS.some((section) => !same(lock.packages[folder]?.[section], manifest[section])),
  );
  const packages = {
    ...lock.packages,
    ...Object.fromEntries(stale.map(({ folder, manifest }) => [folder, inLock(lock.packages[folder], manifest)])),
  };
  for (const { folder } of stale) {
    yield {
      path: 'package-lock.json',
      message: `differs from ${folder === '' ? '' : `${folder}/`}package.json ("npm run check -- --fix" mends it)`,
      fixed: jsonText({ ...lock, packages }),
    };
  }
}

// npm forgets the binaries of other platforms when it writes a lock file beside an existing node_modules, and npm ci then refuses it.
function* lostPlatforms({ files }: Repository): Iterable<Finding> {
  const { packages } = JSON.parse(files.get('package-lock.json') ?? '{"packages":{}}') as Lock;
  const optional = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/'));
  for (const [path, { optionalDependencies = {} }] of optional) {
    for (const name of Object.keys(optionalDependencies)) {
      const found = packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`];
      if (found === undefined) {
        yield { path: 'package-lock.json', message: `lacks ${name} of ${path}: write it without a node_modules folder beside it` };
      }
    }
  }
}

function same(one: Readonly<Record<string, string>> = {}, other: Readonly<Record<string, string>> = {}): boolean {
  return sorted(one) === sorted(other);
}

function sorted(section: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(section).sort());
}

function inLock(locked: PackageManifest | undefined, manifest: PackageManifest): PackageManifest {
  const { dependencies: _, devDependencies: __, optionalDependencies: ___, ...rest } = { ...manifest, ...locked };
  const sections = SECTIONS.filter((section) => manifest[section] !== undefined).map((section) => [section, manifest[section]]);
  return { ...rest, ...Object.fromEntries(sections) };
}
