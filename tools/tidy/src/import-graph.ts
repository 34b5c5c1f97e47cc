import { posix } from 'node:path';
import type { Repository } from './repository.ts';
import { resolveImport } from './resolve.ts';
import type { SourceFile } from './source-file.ts';

/** Importers by name and file. */
export interface ImportGraph {
  /** Importers of `name` from `path`, re-exporting files included. */
  importersOf(path: string, name: string): readonly string[];
  /** Files reachable from `paths` by imports, including `paths`. */
  reachableFrom(paths: readonly string[]): ReadonlySet<string>;
}

export function importGraph(repository: Repository): ImportGraph {
  const sources = repository.packages.flatMap((each) => each.sources);
  const importers = new Map<string, string[]>();
  const imported = new Map<string, string[]>();
  for (const source of sources) {
    for (const { target, names } of resolved(repository, source)) {
      push(imported, source.path, target);
      for (const name of names) push(importers, `${target}#${name}`, source.path);
    }
  }
  return {
    importersOf: (path, name) => [...(importers.get(`${path}#${name}`) ?? []), ...(importers.get(`${path}#*`) ?? [])],
    reachableFrom: (paths) => closure(paths, (path) => imported.get(path) ?? []),
  };
}

function* resolved(repository: Repository, { path, text, imports }: SourceFile) {
  for (const { specifier, names } of imports) {
    const target = resolveImport(repository, path, specifier);
    if (target !== undefined) yield { target, names };
  }
  // Processes and workers are referenced as `new URL('./x.ts', import.meta.url)`.
  for (const { 1: specifier } of text.matchAll(/new URL\(\s*[`'](\.[^'`]+)[`'],\s*import\.meta\.url/g)) {
    yield { target: posix.join(posix.dirname(path), specifier!.replace(/\.js$/, '.ts')), names: ['*'] };
  }
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function closure(start: readonly string[], next: (path: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    waiting.push(...next(path));
  }
  return seen;
}
