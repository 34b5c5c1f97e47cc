import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Sources } from './generate.ts';
import { ROOTS } from './roots.ts';

/** Files of `kubernetes-types` reachable from the roots. */
const FILES = [
  'admissionregistration/v1',
  'api/resource',
  'apiextensions/v1',
  'apps/v1',
  'authentication/v1',
  'authorization/v1',
  'autoscaling/v1',
  'autoscaling/v2',
  'batch/v1',
  'certificates/v1',
  'coordination/v1',
  'core/v1',
  'discovery/v1',
  'events/v1',
  'flowcontrol/v1',
  'meta/v1',
  'networking/v1',
  'node/v1',
  'policy/v1',
  'rbac/v1',
  'runtime',
  'scheduling/v1',
  'storage/v1',
];

/** Reads the inputs: installed `kubernetes-types`, and adjacent tables. */
export function readSources(): Sources {
  const folder = dirname(createRequire(import.meta.url).resolve('kubernetes-types/package.json'));
  return {
    declarations: new Map(FILES.map((file) => [file, readFileSync(join(folder, `${file}.d.ts`), 'utf8')])),
    overlay: readTable('overlay.json'),
    outdated: readTable('outdated.json'),
    enums: readTable('enums.json'),
    extensions: readTable('extensions.json'),
    roots: ROOTS,
  };
}

function readTable<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./${name}`, import.meta.url), 'utf8')) as T;
}
