import { readFileSync, statSync } from 'node:fs';
import type { DrillFile } from '@klockwork/drill-runner';
import { builtInDrills } from '@klockwork/host';

/** Returns a built-in drill by its name, or a file by its path. */
export function drillFile(name: string): DrillFile | { readonly problem: string } {
  const isPath = name.includes('/') || /\.ya?ml$/.test(name);
  if (isPath) return fileAt(name);
  const builtIn = builtInDrills();
  const names = builtIn.map(({ source }) => source).join(', ');
  return (
    builtIn.find(({ source }) => source === name) ?? {
      problem: `no built-in drill ${JSON.stringify(name)}: choose ${names}, or a file such as ./drill.yaml`,
    }
  );
}

function fileAt(path: string): DrillFile | { readonly problem: string } {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { problem: `no such file: ${path}` };
    if (stats.isDirectory()) return { problem: `${path} is a folder: name a file of it` };
    return { source: path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { problem: `cannot read ${path} (${(error as NodeJS.ErrnoException).code})` };
  }
}
