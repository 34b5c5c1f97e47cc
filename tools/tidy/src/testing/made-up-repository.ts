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
  const [layer, name] = parts.length === 3 ? [parts[1], parts[2]] : [parts[parts.length - 1], parts[parts.length - 1]];
  const exports = { '.': { '@klockwork/source': './src/index.ts' } };
  const platform = ['adapters', 'apps', 'tools'].includes(layer!) ? 'node' : 'none';
  return JSON.stringify({ name: `@klockwork/${name}`, exports, nx: { tags: [`layer:${layer}`, `platform:${platform}`] } });
}
