import { posix } from 'node:path';
import type { Repository } from './repository.ts';

/** Package of a bare specifier: `@nestjs/core` for `@nestjs/core/x`. */
export function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Repository file behind `specifier` in file `from`; undefined for external packages. */
export function resolveImport({ packages }: Repository, from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const name = packageNameOf(specifier);
  const target = packages.find((candidate) => candidate.name === name);
  const entry = target?.manifest.exports?.[`.${specifier.slice(name.length)}`]?.['@klockwork/source'];
  return target === undefined || entry === undefined ? undefined : posix.join(target.folder, entry);
}
