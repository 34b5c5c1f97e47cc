import { beforeAll, describe, expect, test, vi } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

beforeAll(async () => {
  await lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: Object.entries(PODS).map(pod) }));
  await advance('5s');
});

const shell = (name: string, script: string, more: object = {}) => ({
  name,
  image: 'busybox:1.36',
  command: ['sh', '-c', script],
  ...more,
});
const FOREVER = 'sleep 100000';
const hook = (port: number) => ({ lifecycle: { postStart: { httpGet: { path: '/started', port } } } });
const probe = (more: object) => ({ readinessProbe: { exec: { command: ['test', '-e', '/tmp/ready'] }, periodSeconds: 5, ...more } });
const READY = `touch /tmp/ready; ${FOREVER}`;

/** Pods of all tests, created at one instant. */
const PODS: Record<string, object> = {
  pair: { containers: [shell('one', `nc -l -p 7000 -e echo hello & ${FOREVER}`), shell('two', FOREVER)] },
  user: {
    securityContext: { runAsUser: 1000, runAsGroup: 3000, fsGroup: 2000 },
    containers: [shell('main', FOREVER, { securityContext: { capabilities: { drop: ['ALL'] } } })],
  },
  privileged: { containers: [shell('main', FOREVER, { securityContext: { privileged: true } })] },
  hooked: { containers: [{ name: 'main', image: 'nginx:1.27', ...hook(80) }] },
  unhooked: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'nginx:1.27', ...hook(81) }] },
  delayed: { containers: [shell('main', READY, probe({ initialDelaySeconds: 20 }))] },
  twice: { containers: [shell('main', READY, probe({ successThreshold: 3 }))] },
  sidecar: {
    initContainers: [shell('proxy', READY, { restartPolicy: 'Always', startupProbe: probe({ initialDelaySeconds: 10 }).readinessProbe })],
    containers: [shell('main', FOREVER)],
  },
  killed: { containers: [{ name: 'main', image: 'busybox:1.36', command: ['sleep', '1000'] }], shareProcessNamespace: true },
  orderly: { containers: [shell('main', "trap 'exit 0' TERM; while true; do sleep 1; done")] },
  deaf: { containers: [shell('main', "trap '' TERM; while true; do sleep 1; done")] },
  changing: { containers: [{ name: 'main', image: 'nginx:1.26' }] },
};
const pod = ([name, spec]: [string, object]) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });

const exec = (name: string, container: string, command: string) => lab.kubectl(`exec ${name} -c ${container} -- ${command}`);
const patch = async (name: string, change: object) => (await lab.try(['patch', 'pod', name, '-p', JSON.stringify(change)])).stderr;

/** READY, STATUS and RESTARTS of some pods, as `kubectl get` shows them. */
async function shown(...names: string[]): Promise<string[]> {
  const lines = (await lab.kubectl(`get pods ${names.join(' ')} --no-headers`)).trim().split('\n');
  return lines.map((line) => line.split(/\s+/).slice(0, 4).join(' '));
}

describe('a pod', () => {
  test('conditions of a pod are in order, each with its last transition time', async () => {
    const { status } = await lab.get('pod changing');
    type Condition = { type: string; status: string; lastTransitionTime: string };
    const conditions = (status.conditions as Condition[]).map(({ type, status, lastTransitionTime }) => [
      type,
      status,
      Number.isNaN(Date.parse(lastTransitionTime)),
    ]);
    const all = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];
    expect(conditions).toEqual(all.map((type) => [type, 'True', false]));
    expect(status.containerStatuses[0]).toMatchObject({
      ...{ name: 'main', started: true, ready: true, restartCount: 0, image: 'docker.io/library/nginx:1.26', state: { running: {} } },
      containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/),
      imageID: expect.stringMatching(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/),
    });
  });

  test('a pod has one address and one hostname for all containers', async () => {
    const { podIP } = (await lab.get('pod pair')).status;
    expect([await exec('pair', 'one', 'hostname'), await exec('pair', 'two', 'hostname')]).toEqual(['pair\n', 'pair\n']);
    expect(await exec('pair', 'two', 'hostname -i')).toBe(`${podIP}\n`);
    expect(await exec('pair', 'two', 'nc localhost 7000')).toBe('hello\n');
  });
});

describe('a process', () => {
  test('a process has the user of its security context', async () => {
    expect(await exec('user', 'main', 'id')).toBe('uid=1000 gid=3000 groups=2000,3000\n');
    expect(await exec('privileged', 'main', 'id -u')).toBe('0\n');
  });

  test('a Windows pod rejects Linux-only fields, and a HostProcess pod requires hostNetwork', async () => {
    const refused = async (spec: object) =>
      (await lab.try(['apply', '-f', '-'], { input: JSON.stringify(pod(['windows', { containers: [shell('main', FOREVER)], ...spec }])) }))
        .stderr;
    expect(await refused({ os: { name: 'windows' }, securityContext: { runAsUser: 1 } })).toContain(
      'spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod',
    );
    expect(await refused({ securityContext: { windowsOptions: { hostProcess: true } } })).toContain(
      'spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers',
    );
  });
});

describe('hooks', () => {
  test('a hook may call a server, and an unreachable one ends the container', async () => {
    expect(await lab.kubectl('logs hooked')).toContain('"GET /started HTTP/1.1" 404');
    expect(await shown('hooked', 'unhooked')).toEqual([
      'hooked 1/1 Running 0',
      expect.stringMatching(/^unhooked 0\/1 (Completed|Error) 0$/),
    ]);
    expect(await lab.kubectl('events --for pod/unhooked')).toContain('FailedPostStartHook');
  });
});

describe('a probe', () => {
  test('a probe waits for its initial delay and its success threshold', async () => {
    expect(await shown('delayed', 'twice')).toEqual(['delayed 0/1 Running 0', 'twice 0/1 Running 0']);
    await advance('6s');
    expect(await shown('delayed', 'twice')).toEqual(['delayed 0/1 Running 0', 'twice 1/1 Running 0']);
    await advance('15s');
    expect(await shown('delayed')).toEqual(['delayed 1/1 Running 0']);
  });

  test('a startup probe of a sidecar delays later containers', async () => {
    const { initContainerStatuses, containerStatuses } = (await lab.get('pod sidecar')).status;
    const [proxy, main] = [initContainerStatuses[0], containerStatuses[0]];
    expect(await shown('sidecar')).toEqual(['sidecar 2/2 Running 0']);
    const waited = Date.parse(main.state.running.startedAt) - Date.parse(proxy.state.running.startedAt);
    expect(waited).toBeGreaterThanOrEqual(10_000);
  });
});

describe('a process that obeys TERM', () => {
  test('a process that handles TERM ends with 143, or its own code, before the grace period ends', async () => {
    await lab.kubectl('delete pods killed orderly --wait=false');
    await advance('3s');
    expect(await lab.kubectl('get pods killed orderly --ignore-not-found')).toBe('');
    const ends = new Map<string, number>();
    for (const { key, object } of await lab.log()) {
      const { terminated } = object?.status?.containerStatuses?.[0]?.state ?? {};
      if (terminated !== undefined) ends.set(key.name, terminated.exitCode);
    }
    expect([ends.get('killed'), ends.get('orderly')]).toEqual([143, 0]);
  });
});

test('a deletion in progress continues after a kill of all control plane processes', async () => {
  await lab.kubectl('delete pod deaf --wait=false');
  await advance('10s');
  const { services } = await lab.status();
  const before = services.filter(({ name }) => ['api-server', 'controller-manager', 'scheduler'].includes(name));
  for (const { pid } of before) process.kill(pid ?? Number.NaN, 'SIGKILL');
  const running = async () =>
    (await lab.status()).services.filter(({ pid, state }) => state === 'running' && !before.some((old) => old.pid === pid));
  await vi.waitFor(async () => expect(await running()).toHaveLength(services.length), 120_000);
  await vi.waitFor(async () => expect(await shown('deaf')).toEqual(['deaf 1/1 Terminating 0']), 120_000);
  await advance('25s');
  expect(await lab.kubectl('get pods deaf --ignore-not-found')).toBe('');
});

describe('an update of a pod', () => {
  test('an update of a pod may shorten its deadline and add tolerations, but not the reverse', async () => {
    const toleration = { key: 'a', operator: 'Exists', effect: 'NoExecute' };
    const { tolerations } = (await lab.get('pod changing')).spec;
    expect(await patch('changing', { spec: { activeDeadlineSeconds: 5000, tolerations: [...tolerations, toleration] } })).toBe('');
    expect(await patch('changing', { spec: { activeDeadlineSeconds: 4000 } })).toBe('');
    expect(await patch('changing', { spec: { activeDeadlineSeconds: 4001 } })).toContain(
      'spec.activeDeadlineSeconds: Invalid value: 4001: must be less than or equal to previous value',
    );
    expect(await patch('changing', { spec: { tolerations } })).toContain(
      'existing toleration can not be modified except its tolerationSeconds',
    );
  });

  test('an update of a pod cannot change its identity, nor add a finalizer during deletion', async () => {
    expect(await patch('changing', { metadata: { uid: 'another' } })).toContain(
      'metadata.uid: Invalid value: "another": field is immutable',
    );
    const { generation } = (await lab.get('pod changing')).metadata;
    expect(generation).toBe(3);
    expect(await patch('changing', { metadata: { finalizers: ['example.com/keep'] } })).toBe('');
    await lab.kubectl('delete pod changing --wait=false');
    await advance('5s');
    expect(await patch('changing', { metadata: { finalizers: ['example.com/keep', 'example.com/more'] } })).toContain(
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}',
    );
    expect(await patch('changing', { metadata: { finalizers: null } })).toBe('');
    expect(await lab.kubectl('get pods changing --ignore-not-found')).toBe('');
  });
});
