import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { withBareServer } from '../support/bare-server.ts';
import { CasLoad, CONFIG_MAPS } from '../support/cas-load.ts';
import { HttpsClient } from '../support/https-client.ts';
import { repeat, type Workload } from '../support/workload.ts';

const RUNS = 3;

/** Updates of ConfigMaps by compare-and-set. */
export const cas64: Workload = {
  id: 'cas-64',
  what: 'compare-and-set updates of a 2 KB object over HTTPS, 64 clients, durable',
  unit: '1/s',
  better: 'more',
  floor: 6_000,
  aim: 8_000,
  async measure() {
    const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
    const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
    try {
      const load = new CasLoad(client, CONFIG_MAPS);
      await load.create();
      await load.warmUp();
      return await repeat(RUNS, () => load.rate());
    } finally {
      client.close();
      await lab.down();
    }
  },
  limit: () =>
    withBareServer(CONFIG_MAPS.body('cas-0', '1', 0), async (client) => {
      const load = new CasLoad(client, CONFIG_MAPS);
      await load.warmUp();
      return load.rate();
    }),
};
