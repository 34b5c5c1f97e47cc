import { expect, test } from 'vitest';
import { createClusterServices } from './bootstrap.ts';
import { inMemoryApiServer } from './testing/in-memory-api-server.ts';

const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' } };

test('a cluster has endpoints of its API server and a DNS Service, also after a restart', async () => {
  const { registry, client } = await inMemoryApiServer();
  await createClusterServices(registry);
  await createClusterServices(registry);
  const cells = async (path: string) => {
    const { rows } = (await client.get(path, TABLE)).json as { rows: { cells: unknown[] }[] };
    return rows.map((row) => row.cells.slice(0, -1));
  };
  expect(await cells('/api/v1/namespaces/default/endpoints')).toEqual([['kubernetes', '172.18.255.1:6443']]);
  expect(await cells('/apis/discovery.k8s.io/v1/namespaces/default/endpointslices')).toEqual([
    ['kubernetes', 'IPv4', '6443', '172.18.255.1'],
  ]);
  expect((await cells('/api/v1/services')).map((row) => row.slice(0, 5))).toEqual([
    ['kubernetes', 'ClusterIP', '10.96.0.1', '<none>', '443/TCP'],
    ['kube-dns', 'ClusterIP', '10.96.0.10', '<none>', '53/UDP,53/TCP'],
  ]);
});
