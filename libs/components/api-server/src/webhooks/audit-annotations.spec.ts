import { encodeBase64, encodeUtf8 } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { type Script, ScriptedWebhooks } from '../testing/scripted-webhooks.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const CONFIGURATIONS = '/apis/admissionregistration.k8s.io/v1';
const KEY = { group: '', resource: 'configmaps', namespace: 'default', name: 'a' };
const RULE = { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['*'] };
const configMap = (data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data });

/** Server with a configuration of webhooks, by the names of their scripts. */
async function serverWith(kind: 'Mutating' | 'Validating', scripts: Readonly<Record<string, Script>>, fields: object = {}) {
  const https = new ScriptedWebhooks();
  for (const [name, script] of Object.entries(scripts)) https.on(`/${name}`, script);
  const server = await inMemoryApiServer({ https });
  const webhooks = Object.keys(scripts).map((name) => ({
    name: `${name}.example.com`,
    clientConfig: { url: `https://127.0.0.1:9443/${name}` },
    rules: [RULE],
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    ...fields,
  }));
  const metadata = { name: 'hooks' };
  await server.client.post(`${CONFIGURATIONS}/${kind.toLowerCase()}webhookconfigurations`, {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: `${kind}WebhookConfiguration`,
    metadata,
    webhooks,
  });
  const newest = async () => (await server.journal.read({ after: server.journal.state.revision - 1, limit: 1 })).events[0]?.data;
  return { ...server, newest };
}

test('the event of a write has the audit annotations of validating webhooks, of a deletion too', async () => {
  const { client, newest } = await serverWith('Validating', {
    color: () => ({ auditAnnotations: { seen: 'red', 'not/a/key': 'x' } }),
    size: () => ({ auditAnnotations: { seen: 'small' } }),
  });
  const auditAnnotations = { 'color.example.com/seen': 'red', 'size.example.com/seen': 'small' };
  await client.post(CONFIG_MAPS, configMap());
  expect(await newest()).toEqual({ auditAnnotations });
  await client.put(`${CONFIG_MAPS}/a`, configMap({ a: 'b' }));
  expect(await newest()).toMatchObject({ auditAnnotations });
  await client.delete(`${CONFIG_MAPS}/a`);
  expect(await newest()).toMatchObject({ auditAnnotations });
});

test('the event of a write tells which mutating webhooks changed the object', async () => {
  const patch = { patchType: 'JSONPatch', patch: encodeBase64(encodeUtf8('[{"op":"add","path":"/data/x","value":"y"}]')) };
  const { client, newest, journal } = await serverWith('Mutating', {
    color: () => ({ auditAnnotations: { seen: 'red' } }),
    size: () => patch,
  });
  await client.post(CONFIG_MAPS, configMap({ a: 'b' }));
  expect(journal.latest(KEY)?.object).toMatchObject({ data: { x: 'y' } });
  expect(await newest()).toEqual({
    auditAnnotations: {
      'color.example.com/seen': 'red',
      'mutation.webhook.admission.k8s.io/round_0_index_0': '{"configuration":"hooks","webhook":"color.example.com","mutated":false}',
      'mutation.webhook.admission.k8s.io/round_0_index_1': '{"configuration":"hooks","webhook":"size.example.com","mutated":true}',
    },
  });
});

test('the event of a write names webhooks whose failures were ignored', async () => {
  const failure = { failure: 'context deadline exceeded' };
  const validating = await serverWith('Validating', { color: () => ({}), size: () => failure }, { failurePolicy: 'Ignore' });
  await validating.client.post(CONFIG_MAPS, configMap());
  expect(await validating.newest()).toEqual({
    auditAnnotations: { 'failed-open.validating.webhook.admission.k8s.io/round_0_index_1': 'size.example.com' },
  });
  const mutating = await serverWith('Mutating', { size: () => failure }, { failurePolicy: 'Ignore' });
  await mutating.client.post(CONFIG_MAPS, configMap());
  expect(await mutating.newest()).toEqual({
    auditAnnotations: {
      'failed-open.mutation.webhook.admission.k8s.io/round_0_index_0': 'size.example.com',
      'mutation.webhook.admission.k8s.io/round_0_index_0': '{"configuration":"hooks","webhook":"size.example.com","mutated":false}',
    },
  });
});
