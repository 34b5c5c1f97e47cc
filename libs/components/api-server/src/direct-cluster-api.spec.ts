import { clusterApiContract } from '@klockwork/cluster-api/testing';
import { SeededRandom } from '@klockwork/kernel';
import { resources } from '@klockwork/resources';
import { directClusterApi } from './direct-cluster-api.ts';
import { inMemoryApiServer } from './testing/in-memory-api-server.ts';

clusterApiContract(async () => {
  const { registry, journal } = await inMemoryApiServer({ bare: true });
  const actor = { user: 'test', userAgent: 'test' };
  const api = directClusterApi({ registry, journal, actor, random: new SeededRandom(7) });
  await api.create(resources.namespaces, { metadata: { name: 'default' } }, { cause: { trigger: 'request', name: 'test' } });
  return api;
});
