import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { withBareServer } from '../support/bare-server.ts';
import { CountingWatch } from '../support/counting-watch.ts';
import { HttpsClient } from '../support/https-client.ts';
import type { RawConnection } from '../support/raw-connection.ts';
import { repeat, type Workload } from '../support/workload.ts';

const WATCHERS = 1_000;
const UPDATES = 1_000;
/** Approximate object size in an event. */
const LINE_BYTES = 500;
const LINES_PER_CHUNK = 20;
/** Watches opened at once. */
const AT_ONCE = 32;
const path = '/api/v1/namespaces/default/configmaps';

/** A thousand watches of one object, updated by one client without pause. */
export const watch1000: Workload = {
  id: 'watch-1000',
  what: '1,000 watchers, 1,000 updates as fast as they are answered: events delivered a second; nothing lost, repeated or out of order',
  unit: '1/s',
  better: 'more',
  floor: 200_000,
  aim: 400_000,
  measure: () =>
    repeat(3, async () => {
      const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
      const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
      try {
        return await deliveriesPerSecond(client);
      } finally {
        client.close();
        await lab.down();
      }
    }),
  limit,
};

async function deliveriesPerSecond(client: HttpsClient): Promise<number> {
  const { metadata } = await client.json<{ metadata: { resourceVersion: string } }>('POST', path, {
    metadata: { name: 'watched' },
    data: { count: '-1' },
  });
  const query = `watch=true&fieldSelector=metadata.name%3Dwatched&resourceVersion=${metadata.resourceVersion}`;
  return timed(client, `${path}?${query}`, async (writer) => {
    for (let count = 0; count < UPDATES; count++) {
      const answer = await writer.send('PUT', `${path}/watched`, `{"metadata":{"name":"watched"},"data":{"count":"${count}"}}`);
      if (answer.status !== 200) throw new Error(`an update was answered ${answer.status}: ${answer.body.toString().slice(0, 300)}`);
    }
  });
}

/** Same lines from a bare server, with many lines a chunk, so that the number of writes is irrelevant. */
function limit(): Promise<number> {
  const line = (count: number) => `{"type":"MODIFIED","object":{"data":{"count":"${count}"},"filling":"${'x'.repeat(LINE_BYTES)}"}}\n`;
  const lines = Array.from({ length: UPDATES }, (_, count) => line(count));
  const chunks = Array.from({ length: UPDATES / LINES_PER_CHUNK }, (_, index) =>
    lines.slice(index * LINES_PER_CHUNK, (index + 1) * LINES_PER_CHUNK).join(''),
  );
  return withBareServer({ answer: 'begun', chunks }, (client) =>
    timed(client, '/stream', async (writer) => {
      await writer.send('PUT', '/begin');
    }),
  );
}

/** Events a second over all watches, from the first write until each watch got the last. */
async function timed(client: HttpsClient, path: string, write: (writer: RawConnection) => Promise<void>): Promise<number> {
  const all = Promise.withResolvers<void>();
  let behind = WATCHERS;
  const seen = (count: number) => {
    if (count !== UPDATES - 1) return;
    behind -= 1;
    if (behind === 0) all.resolve();
  };
  const watches = await openAll(client, path, seen);
  const writer = await client.raw();
  const began = performance.now();
  await write(writer);
  await all.promise;
  const seconds = (performance.now() - began) / 1_000;
  for (const watch of watches) watch.close();
  writer.close();
  return (WATCHERS * UPDATES) / seconds;
}

async function openAll(client: HttpsClient, path: string, seen: (count: number) => void): Promise<CountingWatch[]> {
  const watches: CountingWatch[] = [];
  for (let opened = 0; opened < WATCHERS; opened += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, WATCHERS - opened) }, () => CountingWatch.open(client.endpoint, path, seen));
    watches.push(...(await Promise.all(batch)));
  }
  return watches;
}
