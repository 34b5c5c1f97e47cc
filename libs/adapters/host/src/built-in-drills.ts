import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { productFolder } from './product-folder.ts';

/** Text of a built-in drill, with its name. */
export interface BuiltInDrill {
  readonly source: string;
  readonly text: string;
}

const FOLDER = 'deploy/drills';
const EXTENSION = '.yaml';

/** Returns the built-in drills, by name. */
export function builtInDrills(): readonly BuiltInDrill[] {
  const folder = join(productFolder(), FOLDER);
  const files = readdirSync(folder).filter((file) => file.endsWith(EXTENSION));
  return files.sort().map((file) => ({ source: file.slice(0, -EXTENSION.length), text: readFileSync(join(folder, file), 'utf8') }));
}
