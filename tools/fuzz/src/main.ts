import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run fuzz -- --requests 1000000 --seed N`: sends odd requests to a server in memory and judges the responses. With `--kubeconfig
// FILE`, to a running lab; with `--cluster`, odd objects to a whole cluster in memory. `--damage N` opens N damaged copies of an event log;
// `--scripts N` runs odd scripts in containers; `--copies N` disturbs tape exports and forks. Runs from sources, thus replays the current code.

const root = fileURLToPath(new URL('../../..', import.meta.url));

function node(...args: readonly string[]): number {
  return spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

const isGenerated = existsSync(`${root}libs/domain/openapi/src/generated/definitions.json`);
if (!isGenerated && node('tools/openapi/src/main.ts') !== 0) process.exit(1);
process.exit(node('--expose-gc', '--conditions=@klockwork/source', roundsOf(process.argv), ...process.argv.slice(2)));

function roundsOf(args: readonly string[]): string {
  if (args.includes('--damage')) return 'tools/fuzz/src/damage/damage-rounds.ts';
  if (args.includes('--copies')) return 'tools/fuzz/src/copies/copy-rounds.ts';
  if (args.includes('--scripts')) return 'tools/fuzz/src/scripts/script-rounds.ts';
  return args.includes('--cluster') ? 'tools/fuzz/src/cluster/cluster-rounds.ts' : 'tools/fuzz/src/rounds.ts';
}
