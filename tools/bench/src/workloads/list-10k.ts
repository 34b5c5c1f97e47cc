import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { withBareServer } from '../support/bare-server.ts';
import { HttpsClient } from '../support/https-client.ts';
import { percentile, repeat, type Workload } from '../support/workload.ts';

const PODS = 10_000;
const AT_ONCE = 32;
const RUNS = 15;
const path = '/api/v1/namespaces/default/pods';
let listBytes = 0;

/** LIST of ten thousand pods by one client, to the last byte. The pods are gated, so that nothing else is going on. */
export const list10k: Workload = {
  id: 'list-10k',
  what: 'LIST of 10,000 pods, one client, whole',
  unit: 'ms',
  better: 'less',
  floor: 300,
  aim: 100,
  async measure() {
    const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
    const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
    try {
      await createPods(client);
      return await repeat(RUNS, () => list(client, path));
    } finally {
      client.close();
      await lab.down();
    }
  },
  limit: () =>
    withBareServer('x'.repeat(listBytes), async (client) => {
      const times = await repeat(RUNS, () => list(client, '/'));
      return percentile(
        times.sort((a, b) => a - b),
        0.5,
      );
    }),
};

async function createPods(client: HttpsClient): Promise<void> {
  let next = 0;
  const work = async () => {
    for (let index = next++; index < PODS; index = next++) {
      const containers = [{ name: 'web', image: 'nginx', resources: { requests: { cpu: '10m', memory: '16Mi' } } }];
      await client.json('POST', path, {
        metadata: { name: `pod-${index}` },
        spec: { containers, schedulingGates: [{ name: 'bench/hold' }] },
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function list(client: HttpsClient, from: string): Promise<number> {
  const began = performance.now();
  const { status, body } = await client.send('GET', from);
  if (status !== 200) throw new Error(`LIST was answered ${status}`);
  listBytes = body.byteLength;
  return performance.now() - began;
}
