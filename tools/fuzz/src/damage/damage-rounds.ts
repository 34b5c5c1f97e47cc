import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { makeLogFolder } from './log-folder.ts';
import { type ThreadReport, watchThread } from './watch-thread.ts';

// `npm run fuzz -- --damage 10000 --seed 7`: damages copies of a log, then opens and reads each. A copy without a message for this time
// hangs.
const HANG_MS = 20_000;
/** Copies of one thread before it recreates its logs. */
const ROUND = 500;
const THREADS = 2;
const WORKER = new URL('./damage-worker.ts', import.meta.url);

const { values } = parseArgs({ options: { damage: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } } });
const [copies, seed] = [Number(values.damage), Number(values.seed)];
const folder = makeLogFolder();
const types = new Map<string, number>();
const startedAt = performance.now();
let next = 0;

try {
  await Promise.all(Array.from({ length: THREADS }, (_, index) => runRounds(join(folder, `thread-${index}`))));
} finally {
  rmSync(folder, { recursive: true });
}
const counts = [...types].sort().map(([type, count]) => `${type}: ${count}`);
console.log(`seed ${seed}: ${copies} copies, ${counts.join(', ')}; ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
process.exit(types.has('wrong') || types.has('hangs') ? 1 : 0);

async function runRounds(own: string): Promise<void> {
  while (next < copies) {
    const from = next;
    next = Math.min(copies, next + ROUND);
    for (let at = from, to = next; at < to; ) at = await runThread({ seed, from: at, to, folder: own });
  }
}

/** Runs copies in a new thread; resolves with the number of the first unprocessed one. */
function runThread(round: { seed: number; from: number; to: number; folder: string }): Promise<number> {
  return watchThread(new Worker(WORKER, { workerData: round }), { from: round.from, hangMs: HANG_MS, onReport: note });
}

function note(report: ThreadReport): void {
  const { number, type, damage } = report;
  types.set(type, (types.get(type) ?? 0) + 1);
  if (type === 'wrong' || type === 'hangs')
    console.log(`\nnpm run fuzz -- --damage ${number + 1} --seed ${seed}: ${damage}: ${'what' in report ? report.what : type}`);
}
