import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `npm run check`: format, lint, types, and the rules of the repository (tools/tidy). `-- --fix` mends what can be mended.

const root = fileURLToPath(new URL('../../..', import.meta.url));
const fix = process.argv.includes('--fix');

const steps: readonly { readonly what: string; readonly command: readonly string[] }[] = [
  {
    what: 'format and lint',
    command: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...(fix ? ['--write'] : [])],
  },
  { what: 'OpenAPI definitions', command: ['tools/build/definitions.mjs'] },
  { what: 'types', command: ['node_modules/typescript/bin/tsc', '--build'] },
  { what: 'tidy', command: ['tools/tidy/src/main.ts', ...(fix ? ['--fix'] : [])] },
];

const failedSteps = steps.filter(({ command }) => spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' }).status !== 0);
for (const { what } of failedSteps) console.error(`check: ${what} failed${fix ? '' : ' ("npm run check -- --fix" mends what it can)'}`);
process.exit(failedSteps.length === 0 ? 0 : 1);
