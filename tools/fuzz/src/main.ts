import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run fuzz -- --requests 1000000 --seed N`: sends a server in memory what nobody would send, and judges the answers.
// With `--kubeconfig FILE` a running lab; with `--cluster` a whole cluster in memory, to which odd objects are written. Runs the sources as they are, so that what is replayed is what was changed.

const root = fileURLToPath(new URL('../../..', import.meta.url));

function node(...args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

const isGenerated = existsSync(`${root}libs/domain/openapi/src/generated/definitions.json`);
if (!isGenerated && node('tools/openapi/src/main.ts') !== 0) process.exit(1);
const rounds = process.argv.includes('--cluster') ? 'tools/fuzz/src/cluster/cluster-rounds.ts' : 'tools/fuzz/src/rounds.ts';
process.exit(node('--expose-gc', '--conditions=@klockwork/source', rounds, ...process.argv.slice(2)));
