import { parseArgs } from 'node:util';
import { playScripts } from './play-scripts.ts';

// `npm run fuzz -- --scripts 100000 --seed 7`: odd scripts in containers under virtual time. `--verbose` prints each.

/** Scripts between two heap measurements. */
const ROUND = 2_000;
/** Max heap growth since the second round, MiB. */
const GROWTH_MAX = 100;

const { values } = parseArgs({
  options: {
    scripts: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
const scripts = Number(values.scripts);
const heaps: number[] = [];
let failed = false;

for (let done = 0, seed = Number(values.seed); done < scripts; done += ROUND, seed += 1) {
  const startedAt = performance.now();
  const { ends, failures } = await playScripts({
    ...{ seed, scripts: Math.min(ROUND, scripts - done) },
    ...(values.verbose && { verbose: (line: string) => console.log(line) }),
  });
  await new Promise(setImmediate);
  globalThis.gc?.();
  heaps.push(Math.round(process.memoryUsage().heapUsed / 2 ** 20));
  const frequentEnds = [...ends].sort(([, a], [, b]) => b - a).slice(0, 8);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`seed ${seed}: ${frequentEnds.map((pair) => pair.join(': ')).join(', ')}; heap ${heaps.at(-1)} MiB, ${seconds} s`);
  for (const failure of failures) console.log(`\n${failure}`);
  failed ||= failures.length > 0;
}

const growth = heaps.length > 2 ? (heaps.at(-1) ?? 0) - (heaps[1] ?? 0) : 0;
if (growth > GROWTH_MAX) console.log(`the heap has grown by ${growth} MiB`);
process.exit(failed || growth > GROWTH_MAX ? 1 : 0);
