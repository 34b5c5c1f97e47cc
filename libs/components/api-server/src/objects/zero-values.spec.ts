import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const WEB = `${DEPLOYMENTS}/web`;

/** Returns a Deployment with these pod fields and container fields. */
const deployment = (pod: object = {}, container: object = {}, spec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx', ...container }], ...pod } },
    ...spec,
  },
});
const zeros = [
  { hostNetwork: false, hostname: '' },
  { tty: false, stdin: false, args: [] },
  { paused: false, minReadySeconds: 0 },
] as const;

test.each([
  ['JSON', 'application/json', JSON.stringify],
  ['YAML', 'application/yaml', (body: unknown) => `# as YAML\n${JSON.stringify(body)}`],
])('a Deployment of %s does not roll out after removal of fields with false, 0 or empty values', async (_, type, textOf) => {
  const { client, registry } = await inMemoryApiServer();
  const headers = { 'content-type': type };
  const made = await client.send('POST', DEPLOYMENTS, { body: textOf(deployment(...zeros)), headers });
  expect([made.status, JSON.stringify(made.json.spec).match(/false|:0|""|\[\]/g)]).toEqual([201, null]);
  const before = registry.revision;
  const removed = await client.send('PUT', WEB, { body: textOf(deployment()), headers });
  expect([removed.status, removed.json.metadata.generation, registry.revision]).toEqual([200, 1, before]);
});

test.each([
  ['strategic-merge-patch', { spec: { paused: false, template: { spec: { hostNetwork: false } } } }],
  ['merge-patch', { spec: { paused: false, template: { spec: { hostNetwork: false } } } }],
  [
    'json-patch',
    [
      { op: 'replace', path: '/spec/paused', value: false },
      { op: 'replace', path: '/spec/template/spec/hostNetwork', value: false },
    ],
  ],
])('a %s with false removes a stored true', async (type, body) => {
  const { client } = await inMemoryApiServer();
  await client.send('POST', DEPLOYMENTS, { body: deployment({ hostNetwork: true }, {}, { paused: true }) });
  const { status, json } = await client.send('PATCH', WEB, { body, headers: { 'content-type': `application/${type}+json` } });
  expect([status, 'paused' in json.spec, 'hostNetwork' in json.spec.template.spec]).toEqual([200, false, false]);
});

test('pointer zeros stay, and empty zeros get defaults', async () => {
  const { client } = await inMemoryApiServer();
  const container = {
    ports: [{ containerPort: 80, protocol: '' }],
    imagePullPolicy: '',
    livenessProbe: { exec: { command: ['a'] }, periodSeconds: 0 },
  };
  const body = deployment({ automountServiceAccountToken: false, restartPolicy: '' }, container, { replicas: 0 });
  const { spec } = (await client.send('POST', DEPLOYMENTS, { body })).json;
  expect(spec).toMatchObject({
    replicas: 0,
    template: {
      spec: {
        automountServiceAccountToken: false,
        restartPolicy: 'Always',
        containers: [{ ports: [{ containerPort: 80, protocol: 'TCP' }], imagePullPolicy: 'Always', livenessProbe: { periodSeconds: 10 } }],
      },
    },
  });
});

test('an applier owns a dropped zero, and others need force', async () => {
  const { client, registry } = await inMemoryApiServer();
  const apply = (manager: string, body: unknown) =>
    client.send('PATCH', `${WEB}?fieldManager=${manager}`, { body, headers: { 'content-type': 'application/apply-patch+yaml' } });
  const { json } = await apply('mine', deployment(...zeros));
  expect(json.spec.template.spec).not.toHaveProperty('hostNetwork');
  expect(json.metadata.managedFields[0].fieldsV1['f:spec']).toMatchObject({
    'f:minReadySeconds': {},
    'f:paused': {},
    'f:template': { 'f:spec': { 'f:hostNetwork': {}, 'f:containers': { 'k:{"name":"web"}': { 'f:tty': {} } } } },
  });
  const before = registry.revision;
  const again = await apply('mine', deployment(...zeros));
  expect([again.status, registry.revision]).toEqual([200, before]);
  const other = await apply('other', deployment({ hostNetwork: false }));
  expect([other.status, other.json.message]).toEqual([
    409,
    'Apply failed with 1 conflict: conflict with "mine": .spec.template.spec.hostNetwork',
  ]);
});
