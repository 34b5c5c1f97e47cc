import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run fuzz -- --requests 1000000 --seed N`: sends a server in memory what nobody would send, and judges the answers.
// With `--kubeconfig FILE` a running lab; with `--cluster` a whole cluster in memory, to which odd objects are
// written; with `--damage N` so many damaged copies of an event log; with `--scripts N` containers that run odd scripts. Runs the sources as
// they are, so that what is replayed is what was changed.

const root = fileURLToPath(new URL('../../..', import.meta.url));

function node(...args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

const isGenerated = existsSync(`${root}libs/domain/openapi/src/generated/definitions.json`);
if (!isGenerated && node('tools/openapi/src/main.ts') !== 0) process.exit(1);
process.exit(node('--expose-gc', '--conditions=@klockwork/source', roundsOf(process.argv), ...process.argv.slice(2)));

function roundsOf(args: readonly string[]): string {
  if (args.includes('--damage')) return 'tools/fuzz/src/damage/damage-rounds.ts';
  if (args.includes('--scripts')) return 'tools/fuzz/src/scripts/script-rounds.ts';
  return args.includes('--cluster') ? 'tools/fuzz/src/cluster/cluster-rounds.ts' : 'tools/fuzz/src/rounds.ts';
}
