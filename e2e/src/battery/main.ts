import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `npm run prove:kubectl`: plays the battery with every kubectl version.

const e2e = fileURLToPath(new URL('../..', import.meta.url));
const vitest = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
const proof = spawnSync(process.execPath, [vitest, 'run', '--config', `${e2e}vitest.config.ts`, 'src/battery/'], {
  stdio: 'inherit',
  cwd: e2e,
  env: { ...process.env, KLOCKWORK_ALL_KUBECTLS: 'yes' },
});
process.exit(proof.status ?? 1);
