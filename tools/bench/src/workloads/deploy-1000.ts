import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { HttpsClient } from '../support/https-client.ts';
import { repeat, type Workload } from '../support/workload.ts';

const PODS = 1_000;
const labels = { app: 'many' };

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'many' },
  spec: {
    replicas: PODS,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
  },
};

interface PodEvent {
  readonly object: { metadata: { name: string }; status?: { conditions?: { type: string; status: string }[] } };
}

/** A Deployment of a thousand pods on a hundred nodes, from the request until a watching client has seen all of them Ready. */
export const deploy1000: Workload = {
  id: 'deploy-1000',
  what: 'Deployment of 1,000 pods on 100 nodes, profile fast: create until all Ready at a watching client',
  unit: 's',
  better: 'less',
  floor: 10,
  aim: 4,
  measure: () =>
    repeat(3, async () => {
      const lab = await Lab.up(['--nodes', '100', '--profile', 'fast']);
      const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
      try {
        return await deploy(client);
      } finally {
        client.close();
        await lab.down();
      }
    }),
};

async function deploy(client: HttpsClient): Promise<number> {
  const began = performance.now();
  await client.json('POST', '/apis/apps/v1/namespaces/default/deployments', deployment);
  const ready = new Set<string>();
  await client.lines('/api/v1/namespaces/default/pods?watch=true&resourceVersion=0&labelSelector=app%3Dmany', (line) => {
    const { object } = JSON.parse(line) as PodEvent;
    if (object.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')) ready.add(object.metadata.name);
    return ready.size < PODS;
  });
  return (performance.now() - began) / 1_000;
}
