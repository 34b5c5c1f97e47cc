import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Lab } from '@klockwork/lab-tool';
import { HttpsClient } from '../support/https-client.ts';
import { percentile, repeat, type Workload } from '../support/workload.ts';

const WATCHERS = 100;
const UPDATES = 1_000;
/** Updates are spread over five seconds, to measure the server's lag without queueing. */
const UPDATE_PERIOD_MS = 5;
const path = '/api/v1/namespaces/default/configmaps';

interface ConfigMap {
  metadata: { name: string; resourceVersion?: string };
  data: { count: string };
}

/** A hundred watches of one kind and a thousand updates: delay from request to event, p99 over all. */
export const watch100: Workload = {
  id: 'watch-100',
  what: '100 watchers, 1,000 updates: lag p99; nothing lost, repeated or out of order',
  unit: 'ms',
  better: 'less',
  floor: 100,
  aim: 20,
  measure: () =>
    repeat(3, async () => {
      const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
      const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
      try {
        return await lagOf(client);
      } finally {
        client.close();
        await lab.down();
      }
    }),
};

async function lagOf(client: HttpsClient): Promise<number> {
  let object = await client.json<ConfigMap>('POST', path, { metadata: { name: 'watched' }, data: { count: '-1' } });
  const sentAt: number[] = [];
  const lags: number[] = [];
  const query = `?watch=true&fieldSelector=metadata.name%3Dwatched&resourceVersion=${object.metadata.resourceVersion}`;
  const watchers = Array.from({ length: WATCHERS }, () => watchAll(client, `${path}${query}`, sentAt, lags));
  for (let count = 0; count < UPDATES; count++) {
    sentAt.push(performance.now());
    object = await client.json<ConfigMap>('PUT', `${path}/watched`, { ...object, data: { count: String(count) } });
    await sleep(UPDATE_PERIOD_MS);
  }
  await Promise.all(watchers);
  return percentile(
    lags.sort((a, b) => a - b),
    0.99,
  );
}

/** Resolves when every update was seen, each once and in order. */
async function watchAll(client: HttpsClient, path: string, sentAt: readonly number[], lags: number[]): Promise<void> {
  let next = 0;
  await client.lines(path, (line) => {
    const { object } = JSON.parse(line) as { object: ConfigMap };
    if (object.data.count !== String(next)) throw new Error(`a watcher got update ${object.data.count} where ${next} was due`);
    lags.push(performance.now() - (sentAt[next] as number));
    next += 1;
    return next < UPDATES;
  });
  if (next !== UPDATES) throw new Error(`a watch ended after ${next} of ${UPDATES} updates`);
}
