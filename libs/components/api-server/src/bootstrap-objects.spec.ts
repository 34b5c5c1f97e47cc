import { silentLogger } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { createFlowControl, createServiceRange } from './bootstrap.ts';
import { reportDangling } from './dangling-flow-schemas.ts';
import { inMemoryApiServer } from './testing/in-memory-api-server.ts';

const NOW = '2026-01-01T12:00:00Z';

test('a new cluster has its flow control, and each schema finds its level', async () => {
  const { client, registry, journal, clock } = await inMemoryApiServer();
  await createFlowControl(registry);
  await reportDangling({ journal, registry, clock, logger: silentLogger });
  const { items } = (await client.get('/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas')).json;
  expect(items.map(({ metadata }: { metadata: { name: string } }) => metadata.name).length).toBe(13);
  expect(items.map(({ status }: { status: { conditions: { status: string }[] } }) => status.conditions[0]?.status)).toEqual(
    items.map(() => 'False'),
  );
  const levels = (await client.get('/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations/exempt')).json;
  expect(levels).toMatchObject({ metadata: { generation: 1 }, spec: { type: 'Exempt' }, status: {} });
});

test('existing objects are kept at restart; missing ones are restored', async () => {
  const { client, registry } = await inMemoryApiServer();
  await createServiceRange(registry, NOW);
  const path = '/apis/networking.k8s.io/v1/servicecidrs/kubernetes';
  const { json } = await client.get(path);
  expect(json).toMatchObject({
    metadata: { finalizers: ['networking.k8s.io/service-cidr-finalizer'] },
    spec: { cidrs: ['10.96.0.0/12'] },
    status: {
      conditions: [{ type: 'Ready', status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready', lastTransitionTime: NOW }],
    },
  });
  await createServiceRange(registry, '2026-01-02T12:00:00Z');
  expect((await client.get(path)).json).toEqual(json);
});
