import type { Repository } from '../repository.ts';
import { repositoryOf } from '../repository.ts';

/** A repository of these files. A package.json that is not given is made for every folder that has sources. */
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
