import type { HttpsClient } from '../support/https-client.ts';
import { percentile, repeat, type Workload } from '../support/workload.ts';
import { list, path, withPods } from './list-10k.ts';

const RUNS = 15;
/** Revisions of the past that are opened for the first time. */
const FIRST_USES = 5;
/** Pods that change after the past moment. */
const CHANGED_PODS = 2_000;

/** LIST of ten thousand pods as they were, relative to the same LIST of the present. */
export const rewind10k: Workload = {
  id: 'rewind-10k',
  what: 'LIST of 10,000 pods in the past, relative to the present',
  unit: '×',
  better: 'less',
  floor: 3,
  aim: 1.5,
  measure: async () => (await measured()).ratios,
};

/** First LIST at a revision: the state is restored from a snapshot and later events. */
export const rewindFirstUse: Workload = {
  id: 'rewind-first-use',
  what: 'first LIST of 10,000 pods at a revision of the past',
  unit: 'ms',
  better: 'less',
  floor: 1_000,
  aim: 500,
  measure: async () => (await measured()).firstUses,
};

let both: Promise<{ ratios: readonly number[]; firstUses: readonly number[] }> | undefined;

/** Both figures of the same pods. */
function measured(): Promise<{ ratios: readonly number[]; firstUses: readonly number[] }> {
  both ??= withPods(async (client) => {
    const moment = await revisionOf(client);
    for (let index = 0; index < CHANGED_PODS; index++) await label(client, index);
    const present = median(await repeat(RUNS, () => list(client, path)));
    const firstUses: number[] = [];
    for (let use = 0; use < FIRST_USES; use++) firstUses.push(await list(client, `/at/${moment - use}${path}`));
    const past = await repeat(RUNS, () => list(client, `/at/${moment}${path}`));
    return { ratios: past.map((ms) => ms / present), firstUses };
  });
  return both;
}

async function revisionOf(client: HttpsClient): Promise<number> {
  const { body } = await client.send('GET', '/klockwork/v1/status');
  return (JSON.parse(body.toString()) as { revision: number }).revision;
}

async function label(client: HttpsClient, index: number): Promise<void> {
  const answer = await client.send('GET', `${path}/pod-${index}`);
  const pod = JSON.parse(answer.body.toString()) as { metadata: object };
  await client.json('PUT', `${path}/pod-${index}`, { ...pod, metadata: { ...pod.metadata, labels: { changed: 'true' } } });
}

function median(times: readonly number[]): number {
  return percentile(
    [...times].sort((a, b) => a - b),
    0.5,
  );
}
