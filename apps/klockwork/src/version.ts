import { readFileSync } from 'node:fs';

/** The manifest of the repository, as seen from the sources, from what is compiled and from the bundle. */
const MANIFEST = new URL('../../../package.json', import.meta.url);

/** Returns the version of Klockwork: the one in the package.json of the repository. */
export function version(): string {
  return (JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string }).version;
}
