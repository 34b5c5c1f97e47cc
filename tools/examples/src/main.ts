import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runManifest, runManifestInProcess } from './run-manifest.ts';

// `npm run examples -- --folder FOLDER [--only PATH ...] [--images known] [--wind 10m] [--parallel 2]
// [--in-process]`: applies each manifest to a fresh lab.

interface Expectation {
  /** Beginning of the outcome; a list when it varies with time. */
  readonly outcome: string | readonly string[];
  /** `known` for a missing image: mode `any` treats all images as existing. */
  readonly images?: 'known';
  /** Reason for the same outcome on a real cluster. */
  readonly reason: string;
}

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    only: { type: 'string', multiple: true },
    images: { type: 'string', default: 'any' },
    wind: { type: 'string', default: '10m' },
    parallel: { type: 'string', default: '1' },
    'in-process': { type: 'boolean', default: false },
  },
});
if (values.folder === undefined) {
  console.error('examples: --folder is needed, for example a checkout of kubernetes/website: --folder website/content/en/examples');
  process.exit(1);
}
const { folder, only, images, wind, parallel } = values;
const run = values['in-process'] ? runManifestInProcess : runManifest;
const expectations = JSON.parse(readFileSync(new URL('expectations.json', import.meta.url), 'utf8')) as Record<string, Expectation>;

function manifests(): readonly string[] {
  const files = readdirSync(folder as string, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ya?ml|json)$/.test(file));
  return files.filter((file) => only === undefined || only.some((prefix) => file.startsWith(prefix))).sort();
}

let same = 0;
const different: string[] = [];
const files = manifests();
const waiting = files.values();

/** Plays manifests until none waits; several such rows share the manifests. */
async function playRow(): Promise<void> {
  for (const file of waiting) judge(file, await run(join(folder as string, file), { images: expectations[file]?.images ?? images, wind }));
}

function judge(file: string, outcome: string): void {
  const expectation = expectations[file];
  const isAsExpected =
    expectation === undefined
      ? outcome === 'ready' || outcome === 'applied'
      : [expectation.outcome].flat().some((start) => outcome.startsWith(start));
  if (isAsExpected) same += 1;
  else
    different.push(
      `${file}: ${outcome}${expectation === undefined ? '' : `, expected ${[expectation.outcome].flat().join(' or ')} (${expectation.reason})`}`,
    );
  console.log(`${isAsExpected ? 'as expected' : 'DIFFERENT  '}  ${file}  ${outcome}`);
}

await Promise.all(Array.from({ length: Number(parallel) }, playRow));
console.log(`${same} of ${files.length} manifests (${((100 * same) / files.length).toFixed(1)} %) end as on a real cluster`);
for (const line of different) console.log(`  ${line}`);
process.exit(different.length === 0 ? 0 : 1);
