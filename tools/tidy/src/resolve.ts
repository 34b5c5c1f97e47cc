import { posix } from 'node:path';
import type { Repository } from './repository.ts';

/** The package a specifier that is not a path names: `@nestjs/core/x` is `@nestjs/core`. */
export function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The file of the repository that `specifier` means in the file `from`; undefined when it is none of ours. */
export function resolveImport({ packages }: Repository, from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const name = packageNameOf(specifier);
  const found = packages.find((candidate) => candidate.name === name);
  const entry = found?.manifest.exports?.[`.${specifier.slice(name.length)}`]?.['@klockwork/source'];
  return found === undefined || entry === undefined ? undefined : posix.join(found.folder, entry);
}
