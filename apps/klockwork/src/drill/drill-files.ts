import { existsSync, readFileSync } from 'node:fs';
import type { DrillFile } from '@klockwork/drill-runner';
import { builtInDrills } from '@klockwork/host';

/** Returns a built-in drill by its name, or a file by its path. */
export function drillFile(name: string): DrillFile | { readonly problem: string } {
  const isPath = name.includes('/') || /\.ya?ml$/.test(name);
  if (isPath) return existsSync(name) ? { source: name, text: readFileSync(name, 'utf8') } : { problem: `no such file: ${name}` };
  const builtIn = builtInDrills();
  const names = builtIn.map(({ source }) => source).join(', ');
  return (
    builtIn.find(({ source }) => source === name) ?? {
      problem: `no built-in drill ${JSON.stringify(name)}: choose ${names}, or a file such as ./drill.yaml`,
    }
  );
}
