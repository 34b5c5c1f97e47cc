import { posix } from 'node:path';
import type { ImportGraph } from '../import-graph.ts';
import { importGraph } from '../import-graph.ts';
import type { Finding, Rule } from '../rule.ts';
import type { SourceFile } from '../source-file.ts';
import type { WorkspacePackage } from '../workspace-package.ts';

/** Finds dead code: unreachable files and exports without importers. */
export const deadCode: Rule = {
  name: 'dead-code',
  says: 'every file is reached from an entry or a test; every export is imported; every value of an entry leaves its package or is named in its README',
  *check(repository) {
    const graph = importGraph(repository);
    for (const each of repository.packages) {
      const entries = entryFilesOf(each);
      yield* unreachable(each, graph, entries);
      yield* unusedExports(each, graph, entries);
      yield* unusedAtTheDoor(each, graph, entries, repository.files.get(`${each.folder}/README.md`) ?? '');
    }
  },
};

// Entry files: main.ts, files referenced by path from the root (processes), and files with a URL in an adjacent file (threads).
function entryFilesOf({ folder, manifest, sources }: WorkspacePackage): string[] {
  const exportedPaths = Object.values(manifest.exports ?? {}).map((entry) => posix.join(folder, entry['@klockwork/source'] ?? ''));
  const isProcess = (path: string) => path.endsWith('/main.ts') || sources.some(({ text }) => text.includes(`'${path}'`));
  const isThread = (path: string) => sources.some((from) => urlsIn(from).includes(path));
  const isStarted = (path: string) => isProcess(path) || isThread(path);
  const startedPaths = sources.map(({ path }) => path).filter(isStarted);
  return [...new Set([...exportedPaths, ...startedPaths])];
}

/** Files referenced by URL: `new URL('./thread.ts', import.meta.url)`, or a choice of two names. */
function urlsIn({ path, text }: SourceFile): string[] {
  const matches = [...text.matchAll(/new URL\(([^()]*), import\.meta\.url\)/g)].flatMap(({ 1: names = '' }) => [
    ...names.matchAll(/'([^']+)'/g),
  ]);
  return matches.map(({ 1: name = '' }) => posix.join(posix.dirname(path), name));
}

function* unreachable({ sources }: WorkspacePackage, graph: ImportGraph, entries: readonly string[]): Iterable<Finding> {
  const tests = sources.filter(({ path }) => path.endsWith('.spec.ts')).map(({ path }) => path);
  const reached = graph.reachableFrom([...entries, ...tests]);
  for (const { path } of sources) {
    if (!reached.has(path)) yield { path, message: 'no entry and no test reaches this file: use it or delete it' };
  }
}

function* unusedExports({ sources }: WorkspacePackage, graph: ImportGraph, entries: readonly string[]): Iterable<Finding> {
  for (const { path, declarations } of sources.filter((source) => !entries.includes(source.path))) {
    for (const { name, line, isType } of declarations) {
      // Types may be exported without importers: TypeScript requires names of inferred types.
      if (!isType && graph.importersOf(path, name).length === 0)
        yield { path, line, message: `nobody imports ${name}: drop the "export", or the whole` };
    }
  }
}

function* unusedAtTheDoor(each: WorkspacePackage, graph: ImportGraph, entries: readonly string[], readme: string): Iterable<Finding> {
  for (const { path, imports } of each.sources.filter((source) => entries.includes(source.path) && source.path.endsWith('/index.ts'))) {
    for (const { names, types, line } of imports.filter(({ passesOn }) => passesOn)) {
      // Contract suites await the next implementation of their port.
      const promised = (name: string) => name.endsWith('Contract') || new RegExp(`\\b${name}\\b`).test(readme);
      const values = names.filter((name) => !types.includes(name) && !promised(name));
      const unusedNames = values.filter((name) => !graph.importersOf(path, name).some((importer) => leaves(each.folder, path, importer)));
      for (const name of unusedNames)
        yield { path, line, message: `no other package imports ${name}: drop it from the list, or name it in the README` };
    }
  }
}

// Builders and contracts in ./testing serve the package's own tests as well.
function leaves(folder: string, entry: string, importer: string): boolean {
  return entry.includes('/testing/') || !importer.startsWith(`${folder}/`);
}
