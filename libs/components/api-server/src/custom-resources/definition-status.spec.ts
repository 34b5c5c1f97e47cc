import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/index.ts';
import { CRON_TABS, conditionOf, cronTab, DEFINITIONS, definition, establish, until, version } from './testing/definitions.ts';

test.each([
  [
    'https://github.com/kubernetes/kubernetes/pull/78458',
    'True',
    'ApprovedAnnotation',
    'approved in https://github.com/kubernetes/kubernetes/pull/78458',
  ],
  ['unapproved, for a test', 'False', 'UnapprovedAnnotation', 'not approved: "unapproved, for a test"'],
])('a definition of the community approved by %j has the condition %s', async (approval, ...expected) => {
  const server = await inMemoryApiServer();
  const metadata = { name: 'crontabs.sigs.k8s.io', annotations: { 'api-approved.kubernetes.io': approval } };
  await establish(server, { ...definition({ group: 'sigs.k8s.io' }), metadata });
  const { status, reason, message } = conditionOf(server, metadata.name, 'KubernetesAPIApprovalPolicyConformant') ?? {};
  expect([status, reason, message]).toEqual(expected);
  expect(conditionOf(server, metadata.name, 'Established')?.status).toBe('True');
});

test('changed names are accepted name by name, and conflicts keep the former ones', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  const names = { plural: 'tabs', singular: 'tab', kind: 'Tab', listKind: 'TabList', shortNames: ['tb'], categories: ['all'] };
  await establish(server, { ...definition({ names }), metadata: { name: 'tabs.stable.example.com' } });
  const path = `${DEFINITIONS}/tabs.stable.example.com`;
  const conflict = () => conditionOf(server, 'tabs.stable.example.com', 'NamesAccepted');
  await client.patch(path, 'merge-patch', { spec: { names: { ...names, singular: 'crontab', shortNames: ['ct', 'new'] } } });
  await until(server, () => conflict()?.status === 'False');
  expect([conflict()?.reason, conflict()?.message]).toEqual(['ShortNamesConflict', '"ct" is already in use']);
  const { acceptedNames } = (await client.get(path)).json.status;
  expect([acceptedNames.singular, acceptedNames.shortNames, acceptedNames.categories]).toEqual(['tab', ['tb'], ['all']]);
  await client.patch(path, 'merge-patch', { spec: { names: { ...names, shortNames: ['new'] } } });
  await until(server, () => conflict()?.status === 'True');
  expect((await client.get('/apis/stable.example.com/v1')).json.resources.map((one: { shortNames?: string[] }) => one.shortNames)).toEqual([
    ['ct'],
    undefined,
    ['new'],
    undefined,
  ]);
});

test('stored versions are kept until the status drops them', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  const path = `${DEFINITIONS}/crontabs.stable.example.com`;
  const both = [version('v1', { storage: false }), version('v2')];
  expect((await client.patch(path, 'merge-patch', { spec: { versions: both } })).json.status.storedVersions).toEqual(['v1', 'v2']);
  const early = await client.patch(path, 'merge-patch', { spec: { versions: [version('v2')] } });
  expect([early.status, early.json.message]).toEqual([
    422,
    'CustomResourceDefinition.apiextensions.k8s.io "crontabs.stable.example.com" is invalid: status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in v1 and removes v1 from status.storedVersions',
  ]);
  expect((await client.patch(`${path}/status`, 'merge-patch', { status: { storedVersions: ['v2'] } })).status).toBe(200);
  expect((await client.patch(path, 'merge-patch', { spec: { versions: [version('v2')] } })).status).toBe(200);
});

test('a quota counts custom objects', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  const quota = { metadata: { name: 'tabs' }, spec: { hard: { 'count/crontabs.stable.example.com': '1' } } };
  const created = (await client.post('/api/v1/namespaces/default/resourcequotas', quota)).json;
  const status = { hard: quota.spec.hard, used: { 'count/crontabs.stable.example.com': '0' } };
  await client.put('/api/v1/namespaces/default/resourcequotas/tabs/status', { ...created, status });
  expect((await client.post(CRON_TABS, cronTab('one'))).status).toBe(201);
  const second = await client.post(CRON_TABS, cronTab('two'));
  expect([second.status, second.json.message]).toEqual([
    403,
    'crontabs.stable.example.com "two" is forbidden: exceeded quota: tabs, requested: count/crontabs.stable.example.com=1, used: count/crontabs.stable.example.com=1, limited: count/crontabs.stable.example.com=1',
  ]);
});

test('a list at an earlier revision shows custom objects of that revision', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  const first = (await client.post(CRON_TABS, cronTab('one'))).json.metadata.resourceVersion;
  await client.post(CRON_TABS, cronTab('two'));
  await client.delete(`${CRON_TABS}/one`);
  const past = await client.get(`${CRON_TABS}?resourceVersion=${first}&resourceVersionMatch=Exact`);
  expect(past.json.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual(['one']);
});

test('the cause of a custom object is explained', async () => {
  const server = await inMemoryApiServer();
  const { client } = server;
  await establish(server);
  await client.post(CRON_TABS, cronTab());
  const { answers } = (await client.get('/klockwork/v1/why?object=ct/mine')).json;
  expect(answers[0].chain.steps[0]).toMatchObject({ type: 'CronTabCreated', cause: { trigger: 'request', name: 'create' } });
});
