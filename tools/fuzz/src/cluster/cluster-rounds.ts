import { parseArgs } from 'node:util';
import { playOddObjects } from './play-odd-objects.ts';

// `npm run fuzz -- --cluster --seeds 1..20 --writes 150`: a new cluster for each seed. `--verbose` tells every write and what components say.

const { values } = parseArgs({
  options: {
    cluster: { type: 'boolean' },
    seeds: { type: 'string', default: '1..20' },
    writes: { type: 'string', default: '150' },
    verbose: { type: 'boolean', default: false },
  },
});
const [from = 1, to = from] = values.seeds.split('..').map(Number);
let failed = false;

for (let seed = from; seed <= to; seed += 1) {
  const startedAt = performance.now();
  const { statuses, failure, events } = await playOddObjects({
    ...{ seed, writes: Number(values.writes) },
    ...(values.verbose && { verbose: (line) => console.log(line) }),
  });
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  console.log(`seed ${seed}: ${counts.join(', ')}; ${events} events, ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  if (failure !== undefined) console.log(`\nnpm run fuzz -- --cluster --seeds ${seed} --writes ${values.writes}: ${failure}`);
  failed ||= failure !== undefined;
}
process.exit(failed ? 1 : 0);
