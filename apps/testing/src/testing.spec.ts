import type { ClusterSnapshot, TestCluster } from '@klockwork/test-cluster';
import { CoreV1Api, KubeConfig, Watch } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { matchers, startCluster } from './main.ts';

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx }] }
`;
const SETTINGS = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { colour: 'red' } };

interface Pod {
  readonly metadata: { readonly name: string; readonly uid: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly nodeName?: string };
}

let cluster: TestCluster;
let fresh: ClusterSnapshot;
const others: TestCluster[] = [];

beforeAll(async () => {
  cluster = await startCluster({ nodes: 2 });
  fresh = await cluster.snapshot();
});

afterEach(async () => {
  await cluster.restore(fresh);
  for (const other of others.splice(0)) await other.stop();
});

afterAll(() => cluster.stop());

test('a new cluster stands at a fixed instant, with Ready nodes', () => {
  expect(cluster.now).toEqual(new Date('2026-01-01T00:00:00Z'));
  expect(cluster.state.list('nodes')).toHaveLength(2);
});

test('a cluster settles without any lab time, and reaches a condition at its first instant', async () => {
  await cluster.apply(WEB);
  await cluster.settle();
  expect(cluster.now).toEqual(new Date('2026-01-01T00:00:00Z'));
  expect(cluster.state.list<Pod>('pods').map(({ spec }) => spec.nodeName?.slice(0, 5))).toEqual(['node-', 'node-', 'node-']);
  const { to } = await cluster.until('deploy/web condition=Available', { within: '1m' });
  expect(to.getTime() - Date.UTC(2026, 0, 1)).toBeLessThan(2_000);
});

test('pods of a node without power are replaced on another node, under new UIDs', async () => {
  await cluster.apply(WEB);
  await cluster.until('deploy/web condition=Available');
  const before = new Set(cluster.state.list<Pod>('pods').map(({ metadata }) => metadata.uid));
  await cluster.kill('node-1');
  const { from, to } = await cluster.until(
    (state) =>
      state.list<Pod>('pods').filter(({ metadata, spec }) => !metadata.deletionTimestamp && spec.nodeName === 'node-2').length === 3,
    { within: '10m' },
  );
  expect(to.getTime() - from.getTime()).toBeGreaterThan(5 * 60_000);
  const { pods } = { pods: cluster.state.list<Pod>('pods').filter(({ metadata }) => !metadata.deletionTimestamp) };
  expect(pods.some(({ metadata }) => !before.has(metadata.uid))).toBe(true);
});

test('a Fault fails image pulls until its end, and is a cause', async () => {
  await cluster.fault({ type: 'ImagePullFailure', imagePullFailure: { images: ['nginx*'] }, duration: '10m' });
  await cluster.apply(WEB);
  await expect(cluster.never('deploy/web condition=Available', { for: '9m' })).resolves.toBeDefined();
  await cluster.until('deploy/web condition=Available', { within: '10m' });
  expect(cluster.state.get('faults/fault-1')).toMatchObject({ status: { phase: 'Recovered' } });
});

test('a condition that can no longer come true fails at once, with lab time, seed and causes', async () => {
  await cluster.apply(WEB);
  await expect(cluster.until('deploy/web jsonpath={.status.replicas}=7', { within: '24h' })).rejects.toThrow(
    /"deploy\/web jsonpath=\{.status.replicas\}=7" did not hold, and no timer is left that could change anything\nat 2026-01-01T00:.* \(lab time\), revision \d+; repeat with startCluster\(\{ seed: 1 \}\)\n\ndeployments\/default\/web was created:\n.*DeploymentCreated/,
  );
  expect(cluster.now.getTime()).toBeLessThan(Date.UTC(2026, 0, 1) + 60_000);
});

test('a forbidden condition fails at the revision at which it held', async () => {
  await cluster.apply(WEB);
  await cluster.until('deploy/web condition=Available');
  await expect(cluster.never((state) => state.list('pods').length > 3, { for: '1h' })).resolves.toMatchObject({
    jumps: expect.any(Number),
  });
  await cluster.kill('node-1');
  const lost = (state: TestCluster['state']) => state.list<Pod>('pods').some(({ metadata }) => metadata.deletionTimestamp !== undefined);
  await expect(cluster.never(lost, { for: '1h' })).rejects.toThrow(/held at revision \d+ \(PodDeletionRequested\)|held at revision \d+/);
});

test('a condition that throws fails with its own error', async () => {
  const broken = () => {
    throw new TypeError('mine');
  };
  await expect(cluster.until(broken)).rejects.toThrow(new TypeError('mine'));
});

test('equal seeds give equal logs, other seeds other UIDs', async () => {
  const play = async (seed: number) => {
    const other = await startCluster({ seed });
    others.push(other);
    await other.apply(WEB);
    await other.until('deploy/web condition=Available');
    return other.state.list<Pod>('pods').map(({ metadata }) => `${metadata.name} ${metadata.uid}`);
  };
  const first = await play(7);
  expect(await play(7)).toEqual(first);
  expect(await play(8)).not.toEqual(first);
});

test('a restored cluster has the objects and the time of the snapshot, and works on', async () => {
  await cluster.apply(SETTINGS);
  const snapshot = await cluster.snapshot();
  for (const colour of ['green', 'blue']) {
    await cluster.apply({ ...SETTINGS, data: { colour } }, WEB);
    await cluster.until('deploy/web condition=Available');
    await cluster.advance('1h');
    await cluster.restore(snapshot);
    expect(cluster.state.get('configmaps/settings')).toMatchObject({ data: { colour: 'red' } });
    expect(cluster.state.list('pods')).toEqual([]);
    expect(cluster.now).toEqual(snapshot.time);
  }
});

test('a fork goes its own way', async () => {
  await cluster.apply(SETTINGS);
  const fork = await cluster.fork();
  others.push(fork);
  await fork.delete('cm/settings');
  await fork.advance('1m');
  expect(fork.state.get('cm/settings')).toBeUndefined();
  expect(cluster.state.get('cm/settings')).toBeDefined();
  expect(fork.now.getTime() - cluster.now.getTime()).toBe(60_000);
});

test('the past is read by revision and by instant, an object by its history', async () => {
  await cluster.apply(SETTINGS);
  const { revision } = cluster.state;
  await cluster.advance('1m');
  await cluster.apply({ ...SETTINGS, data: { colour: 'green' } });
  await cluster.delete('cm/settings');
  expect(cluster.at(revision).get('cm/settings')).toMatchObject({ data: { colour: 'red' } });
  expect(cluster.at(new Date('2026-01-01T00:00:30Z')).get('cm/settings')).toMatchObject({ data: { colour: 'red' } });
  expect(cluster.history('cm/settings').map(({ change }) => change)).toEqual(['created', 'updated', 'deleted']);
  expect(await cluster.why('cm/settings')).toContain('was deleted');
});

test('a stale update is rejected, and server-side apply tracks the owners of fields', async () => {
  const [applied] = await cluster.apply(SETTINGS);
  await cluster.apply({ ...SETTINGS, data: { colour: 'green' } });
  const path = '/api/v1/namespaces/default/configmaps/settings';
  const stale = await cluster.request({ method: 'PUT', path, body: applied });
  expect(stale.status).toBe(409);
  expect(stale.text).toContain('the object has been modified; please apply your changes to the latest version and try again');
  const other = { ...SETTINGS, data: { colour: 'blue' } };
  const headers = { 'content-type': 'application/apply-patch+yaml' };
  const conflict = await cluster.request({ method: 'PATCH', path: `${path}?fieldManager=other`, body: other, headers });
  expect(conflict.status).toBe(409);
  expect(conflict.text).toContain('conflict with \\"klockwork-testing\\"');
});

test('deletions reach dependents: by owner references, and by namespace', async () => {
  await cluster.apply(WEB, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  await cluster.apply({ ...SETTINGS, metadata: { name: 'settings', namespace: 'shop' } });
  await cluster.until('deploy/web condition=Available');
  await cluster.delete('deploy/web');
  await cluster.delete('ns/shop');
  await cluster.until((state) => state.list('pods').length + state.list('rs').length === 0 && state.get('ns/shop') === undefined, {
    within: '2m',
  });
  expect(cluster.state.get('cm/shop/settings')).toBeUndefined();
});

test('objects of a custom kind are applied and named like others', async () => {
  const schema = { type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } } };
  await cluster.apply({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['wd'] },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  });
  await cluster.until('crd/widgets.example.com condition=Established');
  await cluster.apply({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one' }, spec: { size: 3 } });
  expect(cluster.state.get('wd/one')).toMatchObject({ spec: { size: 3 } });
});

test('two clients over HTTPS see the same as the test, also after a restore', async () => {
  const snapshot = await cluster.snapshot();
  const clients = [0, 1].map(async () => (await cluster.client(KubeConfig)).makeApiClient(CoreV1Api));
  const [one, two] = (await Promise.all(clients)) as [CoreV1Api, CoreV1Api];
  await one.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'shared' } } });
  expect((await two.readNamespacedConfigMap({ namespace: 'default', name: 'shared' })).metadata?.uid).toBeDefined();
  expect(cluster.state.get('cm/shared')).toBeDefined();
  await cluster.restore(snapshot);
  await expect(two.readNamespacedConfigMap({ namespace: 'default', name: 'shared' })).rejects.toThrow('not found');
});

test('lab time steps from timer to timer, names its timers, and follows host time on request', async () => {
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'a', image: 'busybox', command: ['sleep', '600'] }] },
  });
  await cluster.until('pod/a condition=Ready');
  expect((await cluster.pending()).map(({ name }) => name)).toContain('node-lease-renew');
  const { to, from } = await cluster.step();
  expect(to.getTime()).toBeGreaterThan(from.getTime());
  await cluster.setRate(600);
  await cluster.pauseAt('30s');
  expect(cluster.now.getTime()).toBe(to.getTime() + 30_000);
  await cluster.resume();
  await expect.poll(() => cluster.now.getTime()).toBeGreaterThan(to.getTime() + 31_000);
  await cluster.pause();
});

test('matchers say what a test expects of a cluster', async () => {
  await cluster.apply(WEB);
  const reached = await matchers.toReach(cluster, 'deploy/web condition=Available', { within: '1m' });
  expect(reached).toMatchObject({ pass: true });
  const avoided = await matchers.toAvoid(cluster, 'deploy/web condition=Available', { for: '1m' });
  expect(avoided.pass).toBe(false);
  expect(avoided.message()).toContain('"deploy/web condition=Available" held from the beginning');
});

test.each([
  ['an unknown resource', () => cluster.until('deplyo/web condition=Available'), `the server doesn't have a resource type "deplyo"`],
  ['an unknown condition', () => cluster.until('deploy/web Available'), 'unrecognized condition: "Available"'],
  ['a span without unit', () => cluster.advance('10'), 'time: missing unit in duration "10"'],
  ['an unknown process', () => cluster.kill('node-9'), 'the cluster has no process node-9'],
  [
    'an unknown kind',
    () => cluster.apply({ apiVersion: 'v1', kind: 'Pood', metadata: { name: 'a' } }),
    'no matches for kind "Pood" in version "v1"',
  ],
  ['an invalid object', () => cluster.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'A' }, spec: {} }), 'Pod "A" is invalid'],
  ['a missing object', () => cluster.delete('pods/none'), 'pods "none" not found'],
  ['an instant that is none', () => startCluster({ at: 'noon' }), '"noon" is no instant'],
])('%s is rejected with a clear error', async (_, act, message) => {
  await expect((async () => act())()).rejects.toThrow(message);
});

test('the paths of /klockwork/v1 settle and judge conditions as in a lab', async () => {
  await cluster.apply(WEB);
  const settled = await cluster.request({ path: '/klockwork/v1/clock/settled' });
  expect(JSON.parse(settled.text)).toMatchObject({ now: '2026-01-01T00:00:00.000Z' });
  expect(cluster.state.list('pods')).toHaveLength(3);
  await cluster.resume();
  await expect.poll(async () => (await cluster.request({ path: '/klockwork/v1/clock/settled' })).status).toBe(409);
  await cluster.pause();
});

test('a watch from the revision of a list misses no write, and repeats none', async () => {
  const config = await cluster.client(KubeConfig);
  const core = config.makeApiClient(CoreV1Api);
  await core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name: 'before' } } });
  const { metadata, items } = await core.listNamespacedConfigMap({ namespace: 'default' });
  const names = Array.from({ length: 50 }, (_, index) => `map-${String(index).padStart(2, '0')}`);
  for (const name of names.slice(0, 25)) await core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name } } });
  const seen: string[] = [];
  const parameters = { resourceVersion: metadata?.resourceVersion };
  const take = (type: string, object: { readonly metadata: { readonly name: string } }) => seen.push(`${type} ${object.metadata.name}`);
  const watch = await new Watch(config).watch('/api/v1/namespaces/default/configmaps', parameters, take, () => {});
  for (const name of names.slice(25)) await core.createNamespacedConfigMap({ namespace: 'default', body: { metadata: { name } } });
  await core.deleteNamespacedConfigMap({ namespace: 'default', name: 'before' });
  await expect.poll(() => seen.at(-1)).toBe('DELETED before');
  watch.abort();
  expect(items.map((item) => item.metadata?.name)).toContain('before');
  expect(seen).toEqual([...names.map((name) => `ADDED ${name}`), 'DELETED before']);
});

test('an applied object has managed fields of its manager, also after the write of another', async () => {
  await cluster.apply(SETTINGS);
  const path = '/api/v1/namespaces/default/configmaps/settings?fieldManager=other';
  const headers = { 'content-type': 'application/apply-patch+yaml' };
  await cluster.request({ method: 'PATCH', path, body: { ...SETTINGS, data: { size: 'big' } }, headers });
  interface Managed {
    readonly metadata: { readonly managedFields: readonly { readonly manager: string; readonly fieldsV1: object }[] };
    readonly data: object;
  }
  const { metadata, data } = cluster.state.get<Managed>('cm/settings') as Managed;
  expect(data).toEqual({ colour: 'red', size: 'big' });
  expect(metadata.managedFields.map(({ manager, fieldsV1 }) => [manager, fieldsV1])).toEqual([
    ['klockwork-testing', { 'f:data': { 'f:colour': {} } }],
    ['other', { 'f:data': { 'f:size': {} } }],
  ]);
});
