import type { Repository } from '../repository.ts';
import { repositoryOf } from '../repository.ts';

/** Repository with given files. Adds a package.json to each source folder without one. */
export function madeUpRepository(files: Readonly<Record<string, string>>): Repository {
  const folders = Object.keys(files).flatMap((path) => path.match(/^(.+)\/src\//)?.[1] ?? []);
  const manifests = folders.map((folder) => [`${folder}/package.json`, manifestOf(folder)]);
  const base = { 'package.json': '{"name":"klockwork","scripts":{"check":""},"devDependencies":{"yaml":"2.9.1"}}' };
  return repositoryOf(new Map(Object.entries({ ...base, ...Object.fromEntries(manifests), ...files })));
}

function manifestOf(folder: string): string {
  const parts = folder.split('/');
  const exports = { '.': { '@klockwork/source': './src/index.ts' } };
  return JSON.stringify({ name: `@klockwork/${parts.at(-1)}`, exports });
}
