import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// `npm run prove:image`: builds the image from sources, and tests it.

const e2e = fileURLToPath(new URL('../..', import.meta.url));
const vitest = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
const proof = spawnSync(process.execPath, [vitest, 'run', '--config', `${e2e}vitest.config.ts`, 'src/compose/'], {
  stdio: 'inherit',
  cwd: e2e,
  env: { ...process.env, KLOCKWORK_IMAGE_FROM_SOURCES: 'yes' },
});
process.exit(proof.status ?? 1);
