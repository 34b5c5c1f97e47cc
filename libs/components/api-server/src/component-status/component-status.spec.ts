import { CLOCK_ROUTE, type ClockReport } from '@klockwork/lockstep';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };
const DEPRECATED = '299 - "v1 ComponentStatus is deprecated in v1.19+"';

async function serverWithClock() {
  const server = await inMemoryApiServer();
  const { network, clock, activity, subjects } = server;
  const members: ClockReport['members'] = [
    { name: 'scheduler', state: 'following', holds: {} },
    { name: 'controller-manager', state: 'fenced', holds: {} },
  ];
  const report: ClockReport = { now: 5, mode: 'Running', rate: 1, members, next: [] };
  network.connect({ name: 'clock', clock, activity }).serve(subjects.at(CLOCK_ROUTE), async () => report, { queue: 'clock' });
  return server;
}

test('kubectl get cs lists which components follow the cluster, with a warning', async () => {
  const { client } = await serverWithClock();
  const table = await client.get('/api/v1/componentstatuses', TABLE);
  const refused = 'Get "https://127.0.0.1:10257/healthz": dial tcp 127.0.0.1:10257: connect: connection refused';
  expect(table.json.rows.map(({ cells }: { cells: unknown }) => cells)).toEqual([
    ['controller-manager', 'Unhealthy', refused, ''],
    ['scheduler', 'Healthy', 'ok', ''],
    ['etcd-0', 'Healthy', 'ok', ''],
  ]);
  expect(table.headers.warning).toBe(DEPRECATED);
});

test('a component is readable by name, and none is writable', async () => {
  const { client } = await serverWithClock();
  expect((await client.get('/api/v1/componentstatuses/scheduler')).json).toEqual({
    kind: 'ComponentStatus',
    apiVersion: 'v1',
    metadata: { name: 'scheduler' },
    conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
  });
  expect((await client.get('/api/v1/componentstatuses/etcd-9')).json.message).toBe('componentstatus "etcd-9" not found');
  expect((await client.delete('/api/v1/componentstatuses/etcd-0')).status).toBe(405);
});
