import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productFolder } from '../product-folder.ts';

/** Text of a drill, and the word that names it. */
export interface DrillFile {
  /** Name of a built-in drill, or path of a file. */
  readonly source: string;
  readonly text: string;
}

const FOLDER = 'deploy/drills';
const EXTENSION = '.yaml';

/** Returns the built-in drills, by name. */
export function builtInDrills(): readonly DrillFile[] {
  const folder = join(productFolder(), FOLDER);
  const files = readdirSync(folder).filter((file) => file.endsWith(EXTENSION));
  return files.sort().map((file) => ({ source: file.slice(0, -EXTENSION.length), text: readFileSync(join(folder, file), 'utf8') }));
}

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
