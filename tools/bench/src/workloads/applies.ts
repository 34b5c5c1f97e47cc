import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { withBareServer } from '../support/bare-server.ts';
import { HttpsClient } from '../support/https-client.ts';
import { repeat, type Workload } from '../support/workload.ts';

const CLIENTS = 16;
const SECONDS = 4;
/** Response size: object with defaults and managed fields. */
const ANSWER_BYTES = 3_200;
const path = '/apis/apps/v1/namespaces/default/deployments';

/** Sixteen clients, each applying changes to its own paused Deployment; the pause prevents other activity. */
export const serverSideApplies: Workload = {
  id: 'applies',
  what: 'server-side applies of a changed Deployment of 2 containers, 16 clients, durable',
  unit: '1/s',
  better: 'more',
  floor: 500,
  aim: 2_000,
  async measure() {
    const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
    const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
    try {
      return await repeat(3, () => rate(client));
    } finally {
      client.close();
      await lab.down();
    }
  },
  limit: () => withBareServer(deployment('applied-0', 0).padEnd(ANSWER_BYTES), (client) => rate(client)),
};

async function rate(client: HttpsClient): Promise<number> {
  const began = performance.now();
  const until = began + SECONDS * 1_000;
  const applies = await Promise.all(Array.from({ length: CLIENTS }, (_, index) => applyUntil(client, `applied-${index}`, until)));
  return applies.reduce((sum, count) => sum + count, 0) / ((performance.now() - began) / 1_000);
}

async function applyUntil(client: HttpsClient, name: string, until: number): Promise<number> {
  const connection = await client.raw('application/apply-patch+yaml');
  let applies = 0;
  for (; performance.now() < until; applies++) {
    const answer = await connection.send('PATCH', `${path}/${name}?fieldManager=bench`, deployment(name, applies));
    if (answer.status >= 300) throw new Error(`an apply was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
  }
  connection.close();
  return applies;
}

function deployment(name: string, count: number): string {
  const labels = { app: name };
  const containers = ['web', 'side'].map((container) => ({
    name: container,
    image: 'nginx:1.27',
    env: [{ name: 'COUNT', value: String(count) }],
    ports: [{ name: container, containerPort: container === 'web' ? 80 : 81 }],
  }));
  const spec = { replicas: 0, paused: true, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } };
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec });
}
