import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ClusterSnapshot, startCluster, type TestCluster } from './main.ts';

interface Pod {
  readonly status: {
    readonly podIP: string;
    readonly containerStatuses: readonly {
      readonly restartCount: number;
      readonly lastState: { readonly terminated?: { readonly exitCode: number; readonly message?: string } };
    }[];
  };
}

let cluster: TestCluster;
let fresh: ClusterSnapshot;

beforeAll(async () => {
  cluster = await startCluster();
  fresh = await cluster.snapshot();
});
afterEach(() => cluster.restore(fresh));
afterAll(() => cluster.stop());

/** Runs a pod with one container until it is Ready. */
async function run(name: string, container: object, spec: object = {}): Promise<void> {
  const containers = [{ name: 'main', image: 'busybox:1.37', ...container }];
  await cluster.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers, ...spec } });
  await cluster.until(`pod/${name} condition=Ready`);
}

function shell(script: string): object {
  return { command: ['sh', '-c', script] };
}

async function logOf(name: string): Promise<string> {
  const api = (await cluster.client(KubeConfig)).makeApiClient(CoreV1Api);
  return api.readNamespacedPodLog({ namespace: 'default', name });
}

function mainOf(name: string) {
  return cluster.state.get<Pod>(`pod/${name}`)?.status.containerStatuses[0];
}

test('restored containers continue under their ids: no pod and no Node changes', async () => {
  const readinessProbe = { httpGet: { path: '/', port: 80 }, periodSeconds: 5 };
  await run('web', { image: 'nginx:1.27', readinessProbe });
  await run('sleeper', { command: ['sleep', '3600'] });
  await cluster.advance('11m');
  const objects = () => ['pod/web', 'pod/sleeper', 'node/node-1'].map((name) => cluster.state.get(name));
  const [snapshot, before] = [await cluster.snapshot(), objects()];
  await cluster.advance('1h');
  await cluster.restore(snapshot);
  await cluster.advance('1m');
  expect(objects()).toEqual(before);
});

test('a restored program continues at its place, ends at its time, and has its earlier log', async () => {
  await run('steps', shell('for i in 1 2 3 4 5 6; do echo $i; sleep 10; done; echo end; sleep 1000'));
  await cluster.advance('25s');
  const snapshot = await cluster.snapshot();
  expect(await logOf('steps')).toBe('1\n2\n3\n');
  await cluster.restore(snapshot);
  expect(await logOf('steps')).toBe('1\n2\n3\n');
  await cluster.advance('10s');
  expect(await logOf('steps')).toBe('1\n2\n3\n4\n');
  await cluster.advance('20m');
  expect(mainOf('steps')?.restartCount).toBe(1);
});

test('a restored pod has the files of its programs, also those of an init container', async () => {
  const volumes = [{ name: 'data', emptyDir: {} }];
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const initContainers = [{ name: 'fill', image: 'busybox:1.37', ...shell('echo first > /data/log'), volumeMounts }];
  await run(
    'files',
    { ...shell('while true; do cat /data/log; sleep 10; echo more >> /data/log; done'), volumeMounts },
    { volumes, initContainers },
  );
  await cluster.advance('15s');
  const snapshot = await cluster.snapshot();
  await cluster.restore(snapshot);
  await cluster.advance('10s');
  expect(await logOf('files')).toBe('first\nfirst\nmore\nfirst\nmore\nmore\n');
});

test('a restored container whose program used the network starts again, with the reason', async () => {
  await run('client', shell('nslookup kubernetes.default.svc.cluster.local; sleep 1000'));
  const snapshot = await cluster.snapshot();
  await cluster.restore(snapshot);
  await cluster.until('pod/client condition=Ready');
  await cluster.advance('10s');
  const { restartCount, lastState } = mainOf('client') ?? {};
  expect(restartCount).toBe(1);
  expect(lastState?.terminated).toMatchObject({ exitCode: 255, message: 'not resumed: a program of the pod used network before' });
});

test('a restored back-off ends at its time', async () => {
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'crash' },
    spec: { containers: [{ name: 'main', image: 'busybox:1.37', ...shell('exit 1') }] },
  });
  await cluster.until((state) => (state.get<Pod>('pod/crash')?.status.containerStatuses?.[0]?.restartCount ?? 0) === 3);
  await cluster.advance('5s');
  const snapshot = await cluster.snapshot();
  const next = async () => (await cluster.until(() => mainOf('crash')?.restartCount === 4)).to;
  const end = await next();
  await cluster.restore(snapshot);
  expect(mainOf('crash')?.restartCount).toBe(3);
  expect(await next()).toEqual(end);
});

test('a restored stop has the rest of its grace period', async () => {
  await run('stubborn', shell("trap '' TERM; while true; do sleep 1; done"));
  await cluster.delete('pod/stubborn');
  await cluster.advance('10s');
  const snapshot = await cluster.snapshot();
  await cluster.restore(snapshot);
  await cluster.advance('19s');
  expect(cluster.state.get('pod/stubborn')).toBeDefined();
  await cluster.advance('2s');
  expect(cluster.state.get('pod/stubborn')).toBeUndefined();
});

test('a restored node boots after a power loss', async () => {
  await run('sleeper', { command: ['sleep', '3600'] });
  const snapshot = await cluster.snapshot();
  await cluster.restore(snapshot);
  await cluster.kill('node-1');
  cluster.start('node-1');
  await cluster.advance('20s');
  expect(mainOf('sleeper')?.restartCount).toBe(1);
});

test('a node without power at the snapshot boots after the restore', async () => {
  await run('sleeper', { command: ['sleep', '3600'] });
  await cluster.kill('node-1');
  const snapshot = await cluster.snapshot();
  await cluster.restore(snapshot);
  await cluster.advance('20s');
  expect(mainOf('sleeper')?.restartCount).toBe(1);
});
