import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

// `npm run prove:clock -- --runs 20`: repeats the clock's tests. `--seed N` selects other kills.

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' }, seed: { type: 'string' } } });
const e2e = fileURLToPath(new URL('../..', import.meta.url));
const vitest = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
const env = {
  ...process.env,
  KLOCKWORK_CLOCK_RUNS: values.runs,
  ...(values.seed !== undefined && { KLOCKWORK_CHAOS_SEED: values.seed }),
};
const proof = spawnSync(process.execPath, [vitest, 'run', '--config', `${e2e}vitest.config.ts`, 'src/clock/'], {
  stdio: 'inherit',
  cwd: e2e,
  env,
});
process.exit(proof.status ?? 1);
