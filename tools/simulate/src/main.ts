import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run simulate -- --scenario NAME --seed N`: plays a scenario to a cluster under virtual time. `--help` says the rest.
// `--lifecycle` (`npm run prove:lifecycle`) plays every story of docs/lifecycle with every process killed at every step of it.
// Runs the sources as they are, so that what is replayed is what was changed: no build lies between.

const root = fileURLToPath(new URL('../../..', import.meta.url));

function node(...args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

const isGenerated = existsSync(`${root}libs/domain/openapi/src/generated/definitions.json`);
if (!isGenerated && node('tools/openapi/src/main.ts') !== 0) process.exit(1);
if (process.argv.includes('--lifecycle')) {
  process.env.KLOCKWORK_FAULTS = 'all';
  process.exit(node('node_modules/vitest/vitest.mjs', 'run', '--dir', 'libs/assembly/simulation', 'trace-faults'));
}
process.exit(node('--conditions=@klockwork/source', 'tools/simulate/src/simulate.ts', ...process.argv.slice(2)));
