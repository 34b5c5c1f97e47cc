import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { withBareServer } from '../support/bare-server.ts';
import { HttpsClient } from '../support/https-client.ts';
import { repeat, type Workload } from '../support/workload.ts';

const CLIENTS = 64;
const SECONDS = 4;
const RUNS = 3;
const path = '/api/v1/namespaces/default/configmaps';

interface ConfigMap {
  metadata: { name: string; resourceVersion?: string };
  data: { filling: string; count: string };
}

/** 64 clients, each changing an object of its own by compare-and-set as fast as it is answered. An answer means durable. */
export const cas64: Workload = {
  id: 'cas-64',
  what: 'compare-and-set updates of a 2 KB object over HTTPS, 64 clients, durable',
  unit: '1/s',
  better: 'more',
  floor: 3_000,
  aim: 8_000,
  async measure() {
    const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
    const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
    try {
      const objects = await Promise.all(
        Array.from({ length: CLIENTS }, (_, index) => client.json<ConfigMap>('POST', path, twoKilobytes(index))),
      );
      return await repeat(RUNS, () => rate(objects, (object) => client.json<ConfigMap>('PUT', `${path}/${object.metadata.name}`, object)));
    } finally {
      client.close();
      await lab.down();
    }
  },
  limit: () => {
    const object = twoKilobytes(0);
    const objects = Array.from({ length: CLIENTS }, () => object);
    return withBareServer(JSON.stringify(object), (client) => rate(objects, (one) => client.json<ConfigMap>('PUT', '/', one)));
  },
};

function twoKilobytes(index: number): ConfigMap {
  return { metadata: { name: `cas-${index}` }, data: { filling: 'x'.repeat(1_750), count: '0' } };
}

async function rate(objects: ConfigMap[], put: (object: ConfigMap) => Promise<ConfigMap>): Promise<number> {
  const began = performance.now();
  const until = began + SECONDS * 1_000;
  let updates = 0;
  await Promise.all(
    objects.map(async (_, index) => {
      while (performance.now() < until) {
        const object = objects[index] as ConfigMap;
        objects[index] = await put({ ...object, data: { ...object.data, count: String(updates) } });
        updates += 1;
      }
    }),
  );
  return updates / ((performance.now() - began) / 1_000);
}
