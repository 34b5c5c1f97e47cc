// Specs of each target. A suffix moves a spec out of the target of its package: `.system.spec.ts` plays whole clusters, `.proof.spec.ts` plays
// all cases of a large table.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Packages whose specs play whole clusters or read the whole repository: nearly each change is a change of their inputs. */
const SYSTEM = /^(?:libs\/assembly\/[\w-]+|apps\/testing|tools\/(?:fuzz|simulate|tidy))$/;
const SUFFIXES = { '.system.spec.ts': 'test-system', '.proof.spec.ts': 'test-proof' };

/** Returns the targets of a package. A package without specs has one as well. */
export function targetsOf(folder, root = '.') {
  const targets = specPaths(folder, root).map((path) => targetOf(folder, path));
  return [...new Set([ownTarget(folder), ...targets])];
}

/** Returns the paths of a target's specs, from the root. */
export function specsOf(folder, target, root) {
  return specPaths(folder, root).filter((path) => targetOf(folder, path) === target);
}

function specPaths(folder, root) {
  const source = join(root, folder, 'src');
  const files = existsSync(source) ? readdirSync(source, { recursive: true, encoding: 'utf8' }) : [];
  return files.filter((file) => file.endsWith('.spec.ts')).map((file) => `${folder}/src/${file}`);
}

function targetOf(folder, path) {
  const suffix = Object.keys(SUFFIXES).find((ending) => path.endsWith(ending));
  return suffix === undefined ? ownTarget(folder) : SUFFIXES[suffix];
}

function ownTarget(folder) {
  return SYSTEM.test(folder) ? 'test-system' : 'test';
}
