import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ApiClient } from '@klockwork/lab-tool';
import {
  AppsV1Api,
  CoreV1Api,
  Exec,
  KubeConfig,
  KubernetesObjectApi,
  Log,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  type V1Status,
} from '@kubernetes/client-node';
import { beforeAll, expect, test } from 'vitest';
import { lab } from '../lab-of-spec.ts';

let config: KubeConfig;
let core: CoreV1Api;
beforeAll(() => {
  config = new KubeConfig();
  config.loadFromFile(lab.kubeconfig);
  core = config.makeApiClient(CoreV1Api);
});

const namespace = 'client-node';
const named = (name: string): V1ConfigMap => ({ metadata: { name, labels: { app: 'node' } }, data: { name } });

/** Notes of an informer's events, and a promise for a number of them. */
function told() {
  const notes: string[] = [];
  let enough: () => void = () => {};
  return {
    notes,
    note: (what: string) => (object: V1ConfigMap) => {
      notes.push(`${what} ${object.metadata?.name}`);
      enough();
    },
    until: (count: number) =>
      new Promise<void>((resolve) => {
        enough = () => (notes.length >= count ? resolve() : undefined);
        enough();
      }),
  };
}

test('an informer emits initial objects, additions, changes and deletions, and its cache equals the cluster', async () => {
  await core.createNamespacedConfigMap({ namespace, body: named('first') });
  const list = () => core.listNamespacedConfigMap({ namespace, labelSelector: 'app=node' });
  const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`, list, 'app=node');
  const { notes, note, until } = told();
  informer.on('add', note('add'));
  informer.on('update', note('update'));
  informer.on('delete', note('delete'));
  await informer.start();
  await until(1);
  await core.createNamespacedConfigMap({ namespace, body: named('second') });
  await until(2);
  const patch = [{ op: 'replace', path: '/data/name', value: 'changed' }];
  await core.patchNamespacedConfigMap({ name: 'first', namespace, body: patch }, setHeaderOptions('Content-Type', PatchStrategy.JsonPatch));
  await until(3);
  await core.deleteNamespacedConfigMap({ name: 'second', namespace });
  await until(4);
  expect(notes).toEqual(['add first', 'add second', 'update first', 'delete second']);
  expect(informer.list(namespace).map(({ data }) => data)).toEqual([{ name: 'changed' }]);
  await informer.stop();
});

test('an error response has its Status', async () => {
  await expect(core.readNamespacedPod({ name: 'nope', namespace })).rejects.toMatchObject({
    code: 404,
    body: expect.stringContaining('pods \\"nope\\" not found'),
  });
});

test('objects of any kind are created, replaced and patched by their apiVersion and kind', async () => {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const labels = { app: 'any' };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'cat; echo done'] }] },
  };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'any', namespace } };
  await objects.create({ ...deployment, spec: { replicas: 0, selector: { matchLabels: labels }, template } });
  await objects.patch(
    { ...deployment, spec: { revisionHistoryLimit: 3 } },
    undefined,
    undefined,
    undefined,
    undefined,
    PatchStrategy.MergePatch,
  );
  const read = await config.makeApiClient(AppsV1Api).readNamespacedDeployment({ name: 'any', namespace });
  expect(read.spec).toMatchObject({ replicas: 0, revisionHistoryLimit: 3 });
});

test('exec passes input to a command in a container, and logs arrive as written', async () => {
  const container = { name: 'main', image: 'busybox:1.36', command: ['sh', '-c', 'echo ready; sleep 1d'] };
  await core.createNamespacedPod({ namespace, body: { metadata: { name: 'shell' }, spec: { containers: [container] } } });
  await lab.kubectl('wait --for=condition=Ready pod/shell --timeout=60s');
  const stdout = new PassThrough();
  const status = await new Promise<V1Status>((resolve, reject) => {
    new Exec(config)
      .exec(namespace, 'shell', 'main', ['sh', '-c', 'cat; exit 3'], stdout, null, Readable.from(['given\n']), false, resolve)
      .catch(reject);
  });
  stdout.end();
  expect(await text(stdout)).toBe('given\n');
  expect(status).toMatchObject({
    status: 'Failure',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '3' }] },
  });
  const log = new PassThrough();
  await new Log(config).log(namespace, 'shell', 'main', log, {});
  expect(await text(log)).toBe('ready\n');
});

test('large requests that follow large answers at once are all answered on their connection', async () => {
  const api = new ApiClient(lab.data);
  const statuses = new Set<number>();
  for (let index = 0; index < 300; index++) {
    const large = { metadata: { name: `large-${index}` }, data: { text: 'x'.repeat(100_000) } };
    statuses.add((await api.send('POST', `/api/v1/namespaces/${namespace}/configmaps`, large)).status);
  }
  api.close();
  expect([...statuses]).toEqual([201]);
});
