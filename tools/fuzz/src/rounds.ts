import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { httpsTarget } from './https-target.ts';
import { memoryTarget } from './memory-target.ts';

/** Requests before a new server with the next seed: its log is in memory. */
const ROUND = 20_000;
/** Max heap growth since the second round, MiB. A leak would exceed it. */
const GROWTH_MAX = 20;

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' }, kubeconfig: { type: 'string' } },
});
const requests = Number(values.requests);
const heaps: number[] = [];
let failed = false;

for (let done = 0, seed = Number(values.seed); done < requests; done += ROUND, seed += 1) {
  const target = values.kubeconfig === undefined ? await memoryTarget(seed) : httpsTarget(values.kubeconfig);
  const { statuses, failures } = await fuzz(target, { seed, requests: Math.min(ROUND, requests - done), failuresMax: 10 });
  target.close();
  heaps.push(await heapMiB());
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(`seed ${seed}: ${counts.join(', ')}; heap ${heaps.at(-1)} MiB`);
  for (const failure of failures) console.log(`\n${failure}`);
  failed ||= failures.length > 0;
}

const growth = heaps.length > 2 ? (heaps.at(-1) ?? 0) - (heaps[1] ?? 0) : 0;
if (growth > GROWTH_MAX) console.log(`the heap has grown by ${growth} MiB`);
process.exitCode = failed || growth > GROWTH_MAX ? 1 : 0;

/** Measured after garbage collection. */
async function heapMiB(): Promise<number> {
  await new Promise(setImmediate);
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}
