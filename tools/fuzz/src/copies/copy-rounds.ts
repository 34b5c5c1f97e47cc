import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { playCopies } from './play-copies.ts';

// `npm run fuzz -- --copies 200 --seed 7`: tape exports and forks of a stopped lab, with kills and full disks at random moments.

const { values } = parseArgs({ options: { copies: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } } });
const [copies, seed] = [Number(values.copies), Number(values.seed)];
const folder = mkdtempSync(join(tmpdir(), 'klockwork-copies-'));
const startedAt = performance.now();
try {
  const { ends, failures } = await playCopies({ seed, copies, folder });
  for (const failure of failures) console.log(`\nnpm run fuzz -- --copies ${copies} --seed ${seed}: ${failure}`);
  const counts = [...ends].sort().map(([end, count]) => `${end}: ${count}`);
  console.log(`seed ${seed}: ${copies} copies, ${counts.join(', ')}; ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  process.exitCode = failures.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}
