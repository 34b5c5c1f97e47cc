import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { withBareServer } from '../support/bare-server.ts';
import { HttpsClient } from '../support/https-client.ts';
import { repeat, type Workload } from '../support/workload.ts';

const CLIENTS = 64;
const SECONDS = 4;
/** Warm-up: both sides need some 30,000 requests until compiled. */
const WARM_UP_SECONDS = 10;
const RUNS = 3;
const path = '/api/v1/namespaces/default/configmaps';

/** 64 clients, each updating its own object by compare-and-set without pause. A response means durable. */
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
      for (const name of names) await client.json('POST', path, JSON.parse(configMap(name, '', 0)));
      await rate(client, WARM_UP_SECONDS);
      return await repeat(RUNS, () => rate(client));
    } finally {
      client.close();
      await lab.down();
    }
  },
  limit: () =>
    withBareServer(configMap('cas-0', '1', 0), async (client) => {
      await rate(client, WARM_UP_SECONDS);
      return rate(client);
    }),
};

const names = Array.from({ length: CLIENTS }, (_, index) => `cas-${index}`);
const filling = 'x'.repeat(1_750);

/** ConfigMap of two kilobytes. */
function configMap(name: string, resourceVersion: string, count: number): string {
  return `{"metadata":{"name":"${name}","resourceVersion":"${resourceVersion}"},"data":{"filling":"${filling}","count":"${count}"}}`;
}

/** Updates a second, of all clients together. */
async function rate(client: HttpsClient, seconds = SECONDS): Promise<number> {
  const began = performance.now();
  const until = began + seconds * 1_000;
  const updates = await Promise.all(names.map((name) => updateUntil(client, name, until)));
  return updates.reduce((sum, count) => sum + count, 0) / ((performance.now() - began) / 1_000);
}

async function updateUntil(client: HttpsClient, name: string, until: number): Promise<number> {
  const connection = await client.raw();
  let { body } = await connection.send('GET', `${path}/${name}`);
  let updates = 0;
  for (; performance.now() < until; updates++) {
    const answer = await connection.send('PUT', `${path}/${name}`, configMap(name, resourceVersionOf(body), updates));
    if (answer.status !== 200) throw new Error(`an update was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
    body = answer.body;
  }
  connection.close();
  return updates;
}

/** Complete parsing would cost the client too much. */
function resourceVersionOf(body: Buffer): string {
  return /"resourceVersion":"(\d+)"/.exec(body.toString('latin1', 0, 400))?.[1] ?? '';
}
