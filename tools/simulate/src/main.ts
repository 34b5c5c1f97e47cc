import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run simulate -- --scenario NAME --seed N`: runs a scenario in a cluster under virtual time. `--help` lists options. `--lifecycle`
// (`npm run prove:lifecycle`) runs all stories of docs/lifecycle, with each process killed at each step. Runs from sources without a build,
// thus replays the current code.

const root = fileURLToPath(new URL('../../..', import.meta.url));

function node(...args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

const isGenerated = existsSync(`${root}libs/domain/openapi/src/generated/definitions.json`);
if (!isGenerated && node('tools/openapi/src/main.ts') !== 0) process.exit(1);
if (process.argv.includes('--lifecycle')) {
  process.env.KLOCKWORK_FAULTS = 'all';
  process.exit(node('node_modules/vitest/vitest.mjs', 'run', '--dir', 'libs/assembly/simulation', 'traces.spec'));
}
process.exit(node('--conditions=@klockwork/source', 'tools/simulate/src/simulate.ts', ...process.argv.slice(2)));
