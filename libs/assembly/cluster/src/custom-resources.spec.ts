import {
  type ConfigMap,
  type CustomResourceDefinition,
  type KubeObject,
  type Namespace,
  type Pod,
  type PodDisruptionBudget,
  resources,
} from '@klockwork/resources';
import { afterEach, expect, test } from 'vitest';
import type { Cluster } from './cluster.ts';
import { steppedCluster } from './testing/stepped-cluster.ts';

const write = { cause: { trigger: 'request', name: 'test' } as const };
const cronTabs = { group: 'example.com', version: 'v1', resource: 'crontabs', kind: 'CronTab', namespaced: true };
const started: Cluster[] = [];

afterEach(() => {
  for (const cluster of started.splice(0)) cluster.end();
});

function aCluster() {
  const { cluster, pass } = steppedCluster({ nodes: ['node-1'] });
  started.push(cluster);
  /** Awaits an answer while time passes. */
  const during = async <T>(answer: Promise<T>): Promise<T> => {
    await pass(1_000);
    return answer;
  };
  return { cluster, pass, during };
}

const definition: CustomResourceDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'crontabs.example.com' },
  spec: {
    group: 'example.com',
    names: { plural: 'crontabs', kind: 'CronTab' },
    scope: 'Namespaced',
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

const cronTab = (namespace: string, name: string): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'CronTab',
  metadata: { namespace, name },
});

async function aClusterWithCronTabs() {
  const lab = aCluster();
  await lab.pass(5_000);
  await lab.during(lab.cluster.api.create(resources.customResourceDefinitions, definition, write));
  return lab;
}

test('a dependent of a custom object is collected with it', async () => {
  const { cluster, during, pass } = await aClusterWithCronTabs();
  const owner = await during(cluster.api.create(cronTabs, cronTab('default', 'owner'), write));
  const reference = { apiVersion: 'example.com/v1', kind: 'CronTab', name: 'owner', uid: owner.metadata?.uid ?? '' };
  const owned: ConfigMap = { metadata: { namespace: 'default', name: 'owned', ownerReferences: [reference] } };
  await during(cluster.api.create(resources.configMaps, owned, write));
  await during(cluster.api.delete(cronTabs, { namespace: 'default', name: 'owner' }, {}, write));
  await pass(5_000);
  const left = await during(cluster.api.list<ConfigMap>(resources.configMaps, { namespace: 'default' }));
  expect(left.items.map(({ metadata }) => metadata?.name)).not.toContain('owned');
});

test('a namespace takes its custom objects along', async () => {
  const { cluster, during, pass } = await aClusterWithCronTabs();
  const namespace: Namespace = { metadata: { name: 'shop' } };
  await during(cluster.api.create(resources.namespaces, namespace, write));
  await during(cluster.api.create(cronTabs, cronTab('shop', 'one'), write));
  await during(cluster.api.delete(resources.namespaces, { name: 'shop' }, {}, write));
  await pass(10_000);
  expect((await during(cluster.api.list(cronTabs))).items).toEqual([]);
  const { items } = await during(cluster.api.list<Namespace>(resources.namespaces));
  expect(items.map(({ metadata }) => metadata?.name)).not.toContain('shop');
});

test('custom objects survive restarts of the api-server and the controllers', async () => {
  const { cluster, during, pass } = await aClusterWithCronTabs();
  const owner = await during(cluster.api.create(cronTabs, cronTab('default', 'owner'), write));
  const reference = { apiVersion: 'example.com/v1', kind: 'CronTab', name: 'owner', uid: owner.metadata?.uid ?? '' };
  for (const process of ['api-server', 'controller-manager']) {
    cluster.crash(process);
    cluster.start(process);
  }
  await pass(5_000);
  const owned: ConfigMap = { metadata: { namespace: 'default', name: 'owned', ownerReferences: [reference] } };
  await during(cluster.api.create(resources.configMaps, owned, write));
  const before = await during(cluster.api.list<ConfigMap>(resources.configMaps, { namespace: 'default' }));
  expect(before.items.map(({ metadata }) => metadata?.name)).toContain('owned');
  await during(cluster.api.delete(cronTabs, { namespace: 'default', name: 'owner' }, {}, write));
  await pass(5_000);
  const after = await during(cluster.api.list<ConfigMap>(resources.configMaps, { namespace: 'default' }));
  expect(after.items.map(({ metadata }) => metadata?.name)).not.toContain('owned');
});

test('a dependent is collected once the kind of its absent owner is known', async () => {
  const { cluster, during, pass } = aCluster();
  await pass(5_000);
  const reference = { apiVersion: 'example.com/v1', kind: 'CronTab', name: 'owner', uid: 'gone' };
  const owned: ConfigMap = { metadata: { namespace: 'default', name: 'owned', ownerReferences: [reference] } };
  await during(cluster.api.create(resources.configMaps, owned, write));
  const names = async () =>
    (await during(cluster.api.list<ConfigMap>(resources.configMaps, { namespace: 'default' }))).items.map(({ metadata }) => metadata?.name);
  await pass(60_000);
  expect(await names()).toContain('owned');
  await during(cluster.api.create(resources.customResourceDefinitions, definition, write));
  await pass(5_000);
  expect(await names()).not.toContain('owned');
});

test('objects of a definition that comes again with another scope are owners too', async () => {
  const { cluster, during, pass } = await aClusterWithCronTabs();
  await during(cluster.api.delete(resources.customResourceDefinitions, { name: 'crontabs.example.com' }, {}, write));
  await pass(5_000);
  const { spec } = definition;
  const again = { ...definition, spec: { ...spec, scope: 'Cluster', names: { plural: 'crontabs', kind: 'Tab' } } };
  await during(cluster.api.create(resources.customResourceDefinitions, again as CustomResourceDefinition, write));
  const tab: KubeObject = { apiVersion: 'example.com/v1', kind: 'Tab', metadata: { name: 'owner' } };
  const owner = await during(cluster.api.create(cronTabs, tab, write));
  const reference = { apiVersion: 'example.com/v1', kind: 'Tab', name: 'owner', uid: owner.metadata?.uid ?? '' };
  const owned: ConfigMap = { metadata: { namespace: 'default', name: 'owned', ownerReferences: [reference] } };
  await during(cluster.api.create(resources.configMaps, owned, write));
  await pass(5_000);
  const names = async () =>
    (await during(cluster.api.list<ConfigMap>(resources.configMaps, { namespace: 'default' }))).items.map(({ metadata }) => metadata?.name);
  expect(await names()).toContain('owned');
  await during(cluster.api.delete(cronTabs, { name: 'owner' }, {}, write));
  await pass(5_000);
  expect(await names()).not.toContain('owned');
});

test('a disruption budget expects the replicas of a custom controller', async () => {
  const { cluster, during, pass } = aCluster();
  await pass(5_000);
  const scale = { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' };
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const { spec } = definition;
  const scaled = {
    ...definition,
    spec: { ...spec, versions: [{ name: 'v1', served: true, storage: true, schema, subresources: { scale } }] },
  };
  await during(cluster.api.create(resources.customResourceDefinitions, scaled as CustomResourceDefinition, write));
  const owner = await during(cluster.api.create(cronTabs, { ...cronTab('default', 'owner'), spec: { size: 3 } } as KubeObject, write));
  const reference = { apiVersion: 'example.com/v1', kind: 'CronTab', name: 'owner', uid: owner.metadata?.uid ?? '', controller: true };
  const metadata = { namespace: 'default', name: 'web', labels: { app: 'web' }, ownerReferences: [reference] };
  const pod: Pod = { metadata, spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } };
  await during(cluster.api.create(resources.pods, pod, write));
  const budget = {
    metadata: { namespace: 'default', name: 'web' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'web' } } },
  };
  await during(cluster.api.create(resources.podDisruptionBudgets, budget, write));
  await pass(5_000);
  const { items } = await during(cluster.api.list<PodDisruptionBudget>(resources.podDisruptionBudgets, { namespace: 'default' }));
  expect(items.map(({ status }) => [status?.expectedPods, status?.desiredHealthy])).toEqual([[3, 2]]);
});
