import { ApiClient, LauncherClient } from '@klockwork/lab-tool';
import { expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';
import { ServiceKiller } from './service-killer.ts';
import { eventually } from './waiting.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const BACK_MS_MAX = 60_000;
const ROUNDS = 3;

const definition = (plural: string) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.example.com` },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural, kind: plural },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
});

test('no definition or object is lost by kills of the api-server between them', async () => {
  const [api, killer] = [new ApiClient(lab.data), new ServiceKiller(new LauncherClient(lab.data))];
  // A killed server stores objects before its answer.
  const create = (path: string, body: object) =>
    eventually(path, BACK_MS_MAX, async () => ([201, 409].includes((await api.send('POST', path, body)).status) ? true : undefined));
  for (let round = 0; round < ROUNDS; round++) {
    const plural = `tabs${round}`;
    await create(DEFINITIONS, definition(plural));
    await killer.kill('api-server');
    const object = { apiVersion: 'example.com/v1', kind: plural, metadata: { name: 'first' } };
    await create(`/apis/example.com/v1/namespaces/default/${plural}`, object);
    await killer.kill('api-server');
  }
  for (let round = 0; round < ROUNDS; round++) {
    const path = `/apis/example.com/v1/namespaces/default/tabs${round}/first`;
    const { value } = await eventually(path, BACK_MS_MAX, () => api.send('GET', path));
    expect([value.status, value.body.kind]).toEqual([200, `tabs${round}`]);
  }
  api.close();
});
