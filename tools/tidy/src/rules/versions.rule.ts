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

/** Installed packages are reproducible: exact versions, one registry, and a lock file matching each package.json. */
export const versions: Rule = {
  name: 'versions',
  says: 'versions are exact, the lock file agrees with every package.json and names one registry',
  *check(repository) {
    const manifests = [{ folder: '', manifest: repository.manifest }, ...repository.packages];
    const ours = new Set(repository.packages.map(({ name }) => name));
    for (const { folder, manifest } of manifests) {
      if (folder !== '' && 'version' in manifest) yield { path: `${folder}/package.json`, message: 'has a version: only the root has one' };
      for (const [name, version] of Object.entries(declaredBy(manifest))) {
        if (!ours.has(name) && !EXACT.test(version))
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

// npm ci rejects a lock file whose workspace dependencies differ from a package.json.
function* oldLock({ files }: Repository, manifests: readonly { folder: string; manifest: PackageManifest }[]): Iterable<Finding> {
  const lock = JSON.parse(files.get('package-lock.json') ?? '{"packages":{}}') as Lock;
  const stale = manifests.filter(({ folder, manifest }) => SECTIONS.some((name) => !same(lock.packages[folder]?.[name], manifest[name])));
  const mended = stale.flatMap(({ folder, manifest }) => {
    const lockedManifest = lock.packages[folder];
    return lockedManifest === undefined ? [] : [[folder, withSections(lockedManifest, manifest)] as const];
  });
  const fixed = jsonText({ ...lock, packages: { ...lock.packages, ...Object.fromEntries(mended) } });
  for (const { folder } of stale) {
    const file = folder === '' ? 'package.json' : `${folder}/package.json`;
    if (lock.packages[folder] === undefined) yield { path: 'package-lock.json', message: `does not know ${file}: run npm install` };
    else yield { path: 'package-lock.json', message: `differs from ${file} ("npm run check -- --fix" mends it)`, fixed };
  }
}

// npm forgets the binaries of other platforms when it writes a lock file beside an existing node_modules, and npm ci then refuses it.
function* lostPlatforms({ files }: Repository): Iterable<Finding> {
  const { packages } = JSON.parse(files.get('package-lock.json') ?? '{"packages":{}}') as Lock;
  const optional = Object.entries(packages).filter(([path]) => path.startsWith('node_modules/'));
  for (const [path, { optionalDependencies = {} }] of optional) {
    for (const name of Object.keys(optionalDependencies)) {
      const manifest = packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`];
      if (manifest === undefined) {
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

function withSections(lockedManifest: PackageManifest, manifest: PackageManifest): PackageManifest {
  const { dependencies: _, devDependencies: __, optionalDependencies: ___, ...rest } = lockedManifest;
  const sections = SECTIONS.filter((name) => manifest[name] !== undefined).map((name) => [name, manifest[name]]);
  return { ...rest, ...Object.fromEntries(sections) };
}
