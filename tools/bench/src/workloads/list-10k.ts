import { join } from 'node:path';
import { Lab } from '@klockwork/lab-tool';
import { withBareServer } from '../support/bare-server.ts';
import { HttpsClient } from '../support/https-client.ts';
import { percentile, repeat, type Workload } from '../support/workload.ts';

const PODS = 10_000;
const AT_ONCE = 32;
const PAGE = 500;
const RUNS = 15;
/** All pods of the benchmark. */
export const path = '/api/v1/namespaces/default/pods';
let listBytes = 0;
let pageBytes = 0;

/** LIST of ten thousand pods by one client, to the last byte. Scheduling gates keep the cluster idle. */
export const list10k: Workload = {
  id: 'list-10k',
  what: 'LIST of 10,000 pods, one client, whole',
  unit: 'ms',
  better: 'less',
  floor: 300,
  aim: 100,
  measure: async () => (await measured()).whole,
  limit: () => withBareServer('x'.repeat(listBytes), (client) => median(() => list(client, '/'))),
};

/** Same list in pages of 500 in sequence, like kubectl. */
export const list10kPaged: Workload = {
  id: 'list-10k-paged',
  what: 'LIST of 10,000 pods, one client, in pages of 500',
  unit: 'ms',
  better: 'less',
  floor: 600,
  aim: 200,
  measure: async () => (await measured()).paged,
  limit: () =>
    withBareServer('x'.repeat(pageBytes), (client) =>
      median(async () => {
        const began = performance.now();
        for (let page = 0; page < PODS / PAGE; page++) await client.send('GET', '/');
        return performance.now() - began;
      }),
    ),
};

async function median(run: () => Promise<number>): Promise<number> {
  const times = await repeat(RUNS, run);
  return percentile(
    times.sort((a, b) => a - b),
    0.5,
  );
}

let both: Promise<{ whole: readonly number[]; paged: readonly number[] }> | undefined;

/** Both ways to read the same ten thousand pods. */
function measured(): Promise<{ whole: readonly number[]; paged: readonly number[] }> {
  both ??= withPods(async (client) => ({
    whole: await repeat(RUNS, () => list(client, path)),
    paged: await repeat(RUNS, () => listPaged(client)),
  }));
  return both;
}

/** Runs `use` against a lab with ten thousand pods that never start. */
export async function withPods<T>(use: (client: HttpsClient) => Promise<T>): Promise<T> {
  const lab = await Lab.up(['--nodes', '1', '--profile', 'fast']);
  const client = HttpsClient.ofKubeconfig(join(lab.data, 'kubeconfig'));
  try {
    await createPods(client);
    return await use(client);
  } finally {
    client.close();
    await lab.down();
  }
}

/** Reads all pages; throws for a missing pod. */
async function listPaged(client: HttpsClient): Promise<number> {
  const began = performance.now();
  let items = 0;
  for (let token = ''; ; ) {
    const { status, body } = await client.send('GET', `${path}?limit=${PAGE}&continue=${encodeURIComponent(token)}`);
    if (status !== 200) throw new Error(`a page was answered ${status}`);
    const next = /"continue":"([^"]+)"/.exec(body.toString('latin1', 0, 300))?.[1];
    items += next === undefined ? PODS - items : PAGE;
    pageBytes = Math.max(pageBytes, body.byteLength);
    if (next === undefined) break;
    token = next;
  }
  if (items !== PODS) throw new Error(`${items} pods in all pages`);
  return performance.now() - began;
}

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

/** Returns the duration of a LIST to its last byte, in ms. Throws for another answer than 200. */
export async function list(client: HttpsClient, from: string): Promise<number> {
  const began = performance.now();
  const { status, body } = await client.send('GET', from);
  if (status !== 200) throw new Error(`LIST was answered ${status}`);
  listBytes = body.byteLength;
  return performance.now() - began;
}
