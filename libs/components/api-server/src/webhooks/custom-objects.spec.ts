import { encodeBase64, encodeUtf8 } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { type definition as anyDefinition, establish } from '../custom-resources/testing/definitions.ts';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { ScriptedWebhooks } from '../testing/scripted-webhooks.ts';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const version = (name: string, storage: boolean, schema: object) => ({ name, served: true, storage, schema: { openAPIV3Schema: schema } });
const ANYTHING = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function definition(versions: readonly object[]): ReturnType<typeof anyDefinition> {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'tests.example.com' },
    spec: { group: 'example.com', scope: 'Namespaced', names: { plural: 'tests', kind: 'Test' }, versions },
  } as ReturnType<typeof anyDefinition>;
}

test('a mutating webhook adds only fields of the schema to a custom object, with its defaults', async () => {
  const https = new ScriptedWebhooks();
  const patch = [
    { op: 'add', path: '/known', value: { a: 'b' } },
    { op: 'add', path: '/unknown', value: 'x' },
  ];
  https.on('/hook', () => ({ patchType: 'JSONPatch', patch: encodeBase64(encodeUtf8(JSON.stringify(patch))) }));
  const server = await inMemoryApiServer({ https });
  const { client } = server;
  const known = { type: 'object', properties: { a: { type: 'string' }, c: { type: 'string', default: 'd' } } };
  await establish(server, definition([version('v1', true, { type: 'object', properties: { known } })]));
  await client.post('/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations', {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'hooks' },
    webhooks: [
      {
        name: 'hook.example.com',
        clientConfig: { url: 'https://127.0.0.1:9443/hook' },
        rules: [{ apiGroups: ['example.com'], apiVersions: ['*'], resources: ['tests'], operations: ['CREATE'] }],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  });
  const created = await client.post('/apis/example.com/v1/namespaces/default/tests', {
    apiVersion: 'example.com/v1',
    kind: 'Test',
    metadata: { name: 'a' },
  });
  const { kind, apiVersion, metadata, ...fields } = created.json;
  expect([created.status, fields]).toEqual([201, { known: { a: 'b', c: 'd' } }]);
});

test('a patch moves an object of an earlier storage version to the present one', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server, definition([version('v1', true, ANYTHING), version('v2', false, ANYTHING)]));
  await client.post('/apis/example.com/v1/namespaces/default/tests', {
    apiVersion: 'example.com/v1',
    kind: 'Test',
    metadata: { name: 'a' },
  });
  const versions = [version('v1', false, ANYTHING), version('v2', true, ANYTHING)];
  await client.patch(`${DEFINITIONS}/tests.example.com`, 'merge-patch', { spec: { versions } });
  const patched = await client.patch('/apis/example.com/v2/namespaces/default/tests/a', 'json-patch', [
    { op: 'add', path: '/dummy', value: 'test' },
  ]);
  expect([patched.status, patched.json.apiVersion, patched.json.dummy]).toEqual([200, 'example.com/v2', 'test']);
});
