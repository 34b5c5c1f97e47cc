import { settled } from '@klockwork/cluster-api/testing';
import { silentLogger } from '@klockwork/kernel';
import { type ApiService, allKinds } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { ServedTables } from '../discovery/served-tables.ts';
import { type InMemoryApiServer, inMemoryApiServer } from '../testing/index.ts';
import { keepApiServices } from './keep-api-services.ts';
import { registrationStep } from './registration-step.ts';

const API_SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TABLE = { headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } };

async function registeredServer(): Promise<InMemoryApiServer> {
  const server = await inMemoryApiServer({ admission: [] });
  await keep(server);
  return server;
}

function keep({ journal, registry, clock }: InMemoryApiServer) {
  return keepApiServices({ journal, registry, clock, logger: silentLogger, builtIn: new ServedTables(allKinds).versions });
}

async function names({ client }: InMemoryApiServer): Promise<string[]> {
  return (await client.get(API_SERVICES)).json.items.map(({ metadata }: ApiService) => metadata?.name);
}

const version = (name: string, served = true) => ({
  ...{ name, served, storage: name === 'v1' },
  schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
});
const definition = (versions: object[]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'crontabs.example.com' },
  spec: { group: 'example.com', names: { plural: 'crontabs', kind: 'CronTab' }, scope: 'Namespaced', versions },
});

test('each built-in group version has a local APIService with its priorities', async () => {
  const server = await registeredServer();
  expect(await names(server)).toEqual([
    'v1.',
    'v1.admissionregistration.k8s.io',
    'v1.apiextensions.k8s.io',
    'v1.apps',
    'v1.authentication.k8s.io',
    'v1.authorization.k8s.io',
    'v1.autoscaling',
    'v1.batch',
    'v1.certificates.k8s.io',
    'v1.coordination.k8s.io',
    'v1.discovery.k8s.io',
    'v1.events.k8s.io',
    'v1.flowcontrol.apiserver.k8s.io',
    'v1.networking.k8s.io',
    'v1.node.k8s.io',
    'v1.policy',
    'v1.rbac.authorization.k8s.io',
    'v1.resource.k8s.io',
    'v1.scheduling.k8s.io',
    'v1.storage.k8s.io',
    'v1alpha1.klockwork.dev',
    'v1beta1.metrics.k8s.io',
    'v2.autoscaling',
  ]);
  expect((await server.client.get(`${API_SERVICES}/v1.apps`)).json).toMatchObject({
    metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' } },
    spec: { group: 'apps', version: 'v1', groupPriorityMinimum: 17_800, versionPriority: 15 },
    status: { conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] },
  });
  const { rows } = (await server.client.get(`${API_SERVICES}/v1.`, TABLE)).json;
  expect(rows[0].cells.slice(0, 3)).toEqual(['v1.', 'Local', 'True']);
});

test('each served version of a definition has an APIService, which follows the definition', async () => {
  const server = await registeredServer();
  await server.client.post(DEFINITIONS, definition([version('v1'), version('v1alpha1', false)]));
  await settled();
  expect((await server.client.get(`${API_SERVICES}/v1.example.com`)).json).toMatchObject({
    metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'true' } },
    spec: { group: 'example.com', version: 'v1', groupPriorityMinimum: 1_000, versionPriority: 100 },
  });
  await server.client.patch(`${DEFINITIONS}/crontabs.example.com`, 'merge-patch', {
    spec: { versions: [version('v1'), version('v1alpha1')] },
  });
  await settled();
  expect((await names(server)).filter((name) => name.endsWith('.example.com'))).toEqual(['v1.example.com', 'v1alpha1.example.com']);
  await server.client.delete(`${DEFINITIONS}/crontabs.example.com`);
  await settled();
  expect((await names(server)).filter((name) => name.endsWith('.example.com'))).toEqual([]);
});

test('a deleted APIService of a definition returns at once, and a built-in one at the next start', async () => {
  const server = await registeredServer();
  await server.client.post(DEFINITIONS, definition([version('v1')]));
  await settled();
  await server.client.delete(`${API_SERVICES}/v1.example.com`);
  await server.client.delete(`${API_SERVICES}/v1.apps`);
  await settled();
  const left = await names(server);
  expect([left.includes('v1.example.com'), left.includes('v1.apps')]).toEqual([true, false]);
  await keep(server);
  expect(await names(server)).toContain('v1.apps');
});

const managed = (value: string, versionPriority = 1): ApiService => ({
  metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': value } },
  spec: { versionPriority },
});
const foreign: ApiService = { metadata: {}, spec: { versionPriority: 9 } };

test.each<[string, ApiService | undefined, ApiService | undefined, boolean, ReturnType<typeof registrationStep>]>([
  ['creates a missing built-in one at the start', managed('onstart'), undefined, true, 'create'],
  ['leaves a deleted built-in one', managed('onstart'), undefined, false, undefined],
  ['restores a changed built-in one at the start', managed('onstart'), managed('onstart', 2), true, 'restore'],
  ['leaves a changed built-in one', managed('onstart'), managed('onstart', 2), false, undefined],
  ['restores a changed one of a definition', managed('true'), managed('true', 2), false, 'restore'],
  ['deletes one without a definition', undefined, managed('true'), false, 'delete'],
  ['leaves an equal one', managed('true'), managed('true'), true, undefined],
  ['leaves one of a user', managed('true'), foreign, true, undefined],
  ['knows nothing of another', undefined, undefined, true, undefined],
])('the registration %s', (_, wanted, present, isStart, step) => {
  expect(registrationStep(wanted, present, isStart)).toBe(step);
});
