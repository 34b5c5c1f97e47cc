import { settled } from '@klockwork/cluster-api/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFlowControl } from './bootstrap.ts';
import { ensuredFlowControl } from './ensured-flow-control.ts';
import { ensureObjects } from './ensured-objects.ts';
import { type InMemoryApiServer, inMemoryApiServer } from './testing/in-memory-api-server.ts';

const LEVELS = '/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations';
const LOW = `${LEVELS}/workload-low`;
const AUTO_UPDATE = 'apf.kubernetes.io/autoupdate-spec';
const FIVE = { spec: { limited: { nominalConcurrencyShares: 5 } } };
const annotated = (value: string | null) => ({ metadata: { annotations: { [AUTO_UPDATE]: value } } });

let server: InMemoryApiServer;
let stop: () => void;
beforeEach(async () => {
  server = await inMemoryApiServer();
  await createFlowControl(server.registry);
  const { journal, registry, clock } = server;
  stop = ensureObjects(ensuredFlowControl(), { journal, registry, clock });
});
afterEach(() => stop());

async function pass(ms: number): Promise<void> {
  server.clock.advanceTo(server.clock.now() + ms);
  await settled();
}

const change = (path: string, ...bodies: object[]) =>
  bodies.reduce<Promise<unknown>>((done, body) => done.then(() => server.client.patch(path, 'merge-patch', body)), Promise.resolve());
const shares = async () => (await server.client.get(LOW)).json.spec.limited.nominalConcurrencyShares;
const annotation = async (path: string) => (await server.client.get(path)).json.metadata.annotations?.[AUTO_UPDATE];

test('a changed or deleted object is restored at the next whole minute', async () => {
  await change(LOW, FIVE);
  await server.client.delete(`${LEVELS}/catch-all`);
  await pass(59_999);
  expect(await shares()).toBe(5);
  await pass(1);
  expect(await shares()).toBe(100);
  const { status, json } = await server.client.get(`${LEVELS}/catch-all`);
  expect([status, json.metadata.managedFields[0].manager]).toEqual([200, 'api-priority-and-fairness-config-producer-v1']);
});

test('an object that users claim by annotation stays, as do changes without one', async () => {
  await change(LOW, { ...annotated('false'), ...FIVE });
  await pass(60_000);
  expect(await shares()).toBe(5);
  await change(LOW, annotated(null));
  await pass(60_000);
  expect([await shares(), await annotation(LOW)]).toEqual([5, 'false']);
  await change(LOW, annotated('true'));
  await pass(60_000);
  expect(await shares()).toBe(100);
});

test('a mandatory object cannot be claimed, except for shares of the exempt level', async () => {
  const exempt = `${LEVELS}/exempt`;
  await change(exempt, { ...annotated('false'), spec: { exempt: { lendablePercent: 50 } } });
  await pass(60_000);
  expect(await annotation(exempt)).toBe('true');
  expect((await server.client.get(exempt)).json.spec.exempt.lendablePercent).toBe(50);
});

test('a restarted server restores objects changed meanwhile, and writes no others', async () => {
  stop();
  const before = server.journal.state.heads();
  await createFlowControl(server.registry);
  expect(server.journal.state.heads()).toEqual(before);
  await change(LOW, FIVE);
  await createFlowControl(server.registry);
  expect(await shares()).toBe(100);
});
