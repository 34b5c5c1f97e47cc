import { readFileSync } from 'node:fs';
import { parseDrill, runDrill } from '@klockwork/drill-runner';
import { errorsText } from '@klockwork/drills';
import { TestClusters } from '@klockwork/test-cluster';
import { nodeHost } from '@klockwork/test-host';
import { repeat, type Workload } from '../support/workload.ts';

const RUNS = 5;
const FILE = new URL('../../../../deploy/drills/node-power-loss.yaml', import.meta.url);
const MS_PER_SECOND = 1_000;

/** Built-in drill of 25 lab minutes under load, untouched, after a first run: modules are loaded, and first objects shared. */
export const drillNodeLoss: Workload = {
  id: 'drill-node-loss',
  what: 'the drill node-power-loss: 25 minutes of lab time, 3 nodes, 3,000 requests',
  unit: 's',
  better: 'less',
  floor: 5,
  aim: 1.5,
  async measure() {
    const read = parseDrill(readFileSync(FILE, 'utf8'));
    if ('errors' in read) throw new Error(errorsText(read.errors));
    const clusters = new TestClusters(nodeHost);
    await runDrill(read.drill, { clusters });
    return repeat(RUNS, async () => {
      const began = performance.now();
      await runDrill(read.drill, { clusters });
      return (performance.now() - began) / MS_PER_SECOND;
    });
  },
};
