import type { Repository } from './repository.ts';
import { resolveImport } from './resolve.ts';

/** Files that import each other, by type or at run time, sorted. Models Tarjan's strongly connected components. */
export function importCycles(repository: Repository): string[][] {
  const sources = repository.packages.flatMap((each) => each.sources);
  const targets = new Map(
    sources.map(({ path, imports }) => [path, imports.flatMap(({ specifier }) => resolveImport(repository, path, specifier) ?? [])]),
  );
  return components(targets).filter((files) => files.length > 1 || targets.get(files[0]!)?.includes(files[0]!));
}

/** Discovery order of a file, and of the earliest file on the current path reachable from it. */
interface Mark {
  readonly index: number;
  low: number;
  open: boolean;
}

function components(targets: ReadonlyMap<string, readonly string[]>): string[][] {
  const marks = new Map<string, Mark>();
  const path: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): Mark => {
    const mark = { index: marks.size, low: marks.size, open: true };
    marks.set(file, mark);
    path.push(file);
    for (const target of targets.get(file) ?? []) {
      const knownMark = marks.get(target);
      if (knownMark === undefined) mark.low = Math.min(mark.low, visit(target).low);
      else if (knownMark.open) mark.low = Math.min(mark.low, knownMark.index);
    }
    if (mark.low === mark.index) cycles.push(closed(path.splice(path.indexOf(file)), marks));
    return mark;
  };
  for (const file of targets.keys()) if (!marks.has(file)) visit(file);
  return cycles;
}

function closed(files: string[], marks: ReadonlyMap<string, Mark>): string[] {
  for (const file of files) marks.get(file)!.open = false;
  return files.sort();
}
