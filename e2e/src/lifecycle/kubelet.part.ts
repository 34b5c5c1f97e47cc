import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { advance, lab } from '../lab-of-spec.ts';

/** Host time limit, on a busy machine, until a change of a file or object is observed and reported in paused time. */
const SEEN_MS_MAX = 60_000;
const shell = (script: string, more: object = {}) => ({ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', script], ...more });
const pod = (name: string, spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
const apply = (...items: object[]) => lab.kubectl('apply -f -', JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));

/** READY, STATUS and RESTARTS of all pods, as `kubectl get pods` shows them. */
async function shown(): Promise<Record<string, string>> {
  const lines = (await lab.kubectl('get pods --no-headers')).split('\n').filter((line) => line !== '');
  const rows = lines.map((line) => line.split(/\s+/));
  return Object.fromEntries(rows.map(([name, ready, status, restarts]) => [name, `${ready} ${status} ${restarts}`]));
}

/** Events of an object as `Reason: message`. */
async function events(name: string, ...reasons: string[]): Promise<string[]> {
  const { items } = await lab.get(`events --field-selector involvedObject.name=${name}`);
  const told = (items as { reason: string; message: string }[]).filter(({ reason }) => reasons.includes(reason));
  return told.map(({ reason, message }) => `${reason}: ${message}`);
}

describe('STATUS', () => {
  const FOREVER = shell('sleep 100000');
  const init = (script: string, name = 'init') => shell(script, { name });
  const pods: Record<string, object> = {
    'no-image': { containers: [{ name: 'main', image: 'nginx:nonesuch' }] },
    'bad-image': { containers: [{ name: 'main', image: 'Nginx:1' }] },
    'never-pulled': { containers: [{ name: 'main', image: 'httpd:2.4', imagePullPolicy: 'Never' }] },
    'no-config': { containers: [shell('true', { envFrom: [{ configMapRef: { name: 'none' } }] })] },
    'no-root': { containers: [FOREVER], securityContext: { runAsNonRoot: true } },
    'no-volume': {
      containers: [{ ...FOREVER, volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
      volumes: [{ name: 'v', configMap: { name: 'none' } }],
    },
    'no-program': { containers: [{ name: 'main', image: 'busybox:1.36', command: ['/none'] }] },
    initializing: {
      terminationGracePeriodSeconds: 100,
      initContainers: [init('true')],
      containers: [{ ...FOREVER, lifecycle: { postStart: { sleep: { seconds: 60 } } } }],
    },
    'init-first': { initContainers: [init('sleep 60'), init('true', 'second')], containers: [FOREVER] },
    'init-failed': { restartPolicy: 'Never', initContainers: [init('exit 3')], containers: [FOREVER] },
    'init-failing': { initContainers: [init('exit 3')], containers: [FOREVER] },
    running: { containers: [FOREVER] },
    completed: { restartPolicy: 'Never', containers: [shell('exit 0')] },
    failed: { restartPolicy: 'Never', containers: [shell('exit 4')] },
    failing: { containers: [shell('sleep 0.2; exit 4')] },
    'half-done': { restartPolicy: 'OnFailure', containers: [shell('exit 0'), { ...FOREVER, name: 'other' }] },
    gated: { schedulingGates: [{ name: 'example.com/wait' }], containers: [FOREVER] },
    nowhere: { nodeSelector: { disk: 'ssd' }, containers: [FOREVER] },
    misplaced: { nodeName: 'node-1', nodeSelector: { disk: 'ssd' }, containers: [FOREVER] },
    'too-big': { nodeName: 'node-1', containers: [{ ...FOREVER, resources: { requests: { cpu: '5' } } }] },
    'ending-slowly': { containers: [shell("trap '' TERM; while true; do sleep 1; done")] },
    coded: { schedulingGates: [{ name: 'example.com/wait' }], containers: [FOREVER] },
    signalled: { schedulingGates: [{ name: 'example.com/wait' }], containers: [FOREVER] },
    lost: { schedulingGates: [{ name: 'example.com/wait' }], containers: [FOREVER] },
  };
  /** Status written by a kubelet of another implementation. */
  const says = (name: string, status: object) =>
    lab.try(['patch', 'pod', name, '--subresource', 'status', '--patch', JSON.stringify({ status })]);
  /** A deleted pod without a node needs a finalizer to stay. */
  const keep = (finalizers: string[] | null) =>
    lab.try(['patch', 'pod', 'lost', '--type', 'merge', '--patch', JSON.stringify({ metadata: { finalizers } })]);
  const ended = (terminated: object) => ({
    containerStatuses: [{ name: 'main', image: '', imageID: '', ready: false, restartCount: 0, state: { terminated } }],
  });

  test('STATUS shows the state of each pod at once', async () => {
    await apply(...Object.entries(pods).map(([name, spec]) => pod(name, spec)));
    await advance('100ms');
    await Promise.all([
      lab.kubectl('delete pod ending-slowly --wait=false'),
      says('coded', ended({ exitCode: 7 })),
      says('signalled', ended({ exitCode: 0, signal: 9 })),
      says('lost', { reason: 'NodeLost' }),
    ]);
    await keep(['example.com/keep']);
    await lab.kubectl('delete pod lost --wait=false');
    expect(await shown()).toMatchObject({
      'no-image': '0/1 ErrImagePull 0',
      'bad-image': '0/1 InvalidImageName 0',
      'never-pulled': '0/1 ErrImageNeverPull 0',
      'no-config': '0/1 CreateContainerConfigError 0',
      'no-root': '0/1 CreateContainerConfigError 0',
      'no-volume': '0/1 ContainerCreating 0',
      'no-program': '0/1 RunContainerError 0',
      initializing: '0/1 PodInitializing 0',
      'init-first': '0/1 Init:0/2 0',
      'init-failed': '0/1 Init:Error 0',
      running: '1/1 Running 0',
      completed: '0/1 Completed 0',
      failed: '0/1 Error 0',
      'half-done': '1/2 NotReady 0',
      gated: '0/1 SchedulingGated 0',
      nowhere: '0/1 Pending 0',
      misplaced: '0/1 NodeAffinity 0',
      'too-big': '0/1 OutOfcpu 0',
      'ending-slowly': '1/1 Terminating 0',
      coded: '0/1 ExitCode:7 0',
      signalled: '0/1 Signal:9 0',
      lost: '0/1 Unknown 0',
    });
  });

  test('STATUS shows back-offs soon', async () => {
    await advance('14s');
    expect(await shown()).toMatchObject({
      'no-image': '0/1 ImagePullBackOff 0',
      'init-failing': expect.stringMatching(/^0\/1 Init:CrashLoopBackOff \d$/),
      failing: expect.stringMatching(/^0\/1 CrashLoopBackOff \d$/),
    });
  });

  test('describe shows why a container that must not run as root does not start', async () => {
    const { uid } = (await lab.get('pod no-root')).metadata;
    const why = `container has runAsNonRoot and image will run as root (pod: "no-root_kubelet(${uid})", container: main)`;
    expect(await events('no-root', 'Failed')).toEqual([`Failed: Error: ${why}`]);
    await keep(null);
    await lab.kubectl('delete pods --all --force --grace-period=0');
  });
});

describe('a static pod', () => {
  const manifest = (image: string) =>
    JSON.stringify({ ...pod('web', { containers: [{ name: 'web', image }] }), metadata: { name: 'web', namespace: 'kubelet' } });
  const file = () => join(lab.data, 'nodes', 'node-1', 'manifests', 'web.json');
  const mirror = async () => (await lab.get('pods')).items[0];

  test('a static pod runs on the node of its manifest, with a mirror pod', async () => {
    mkdirSync(join(file(), '..'), { recursive: true });
    writeFileSync(file(), manifest('nginx:1.27'));
    await vi.waitFor(async () => expect(await shown()).toEqual({ 'web-node-1': '1/1 Running 0' }), SEEN_MS_MAX);
    const { metadata } = await mirror();
    expect(metadata.annotations['kubernetes.io/config.mirror']).toBe(metadata.annotations['kubernetes.io/config.hash']);
    expect(metadata.ownerReferences).toMatchObject([{ kind: 'Node', name: 'node-1', controller: true }]);
    expect(await lab.kubectl('logs web-node-1')).toMatch(/nginx|docker-entrypoint/);
  });

  test('a static pod cannot be deleted through the API: only its mirror pod is deleted and recreated', async () => {
    const { uid } = (await mirror()).metadata;
    await lab.kubectl('delete pod web-node-1 --wait=false');
    await vi.waitFor(async () => expect((await mirror())?.metadata.uid).not.toBe(uid), SEEN_MS_MAX);
    await vi.waitFor(async () => expect(await shown()).toEqual({ 'web-node-1': '1/1 Running 0' }), SEEN_MS_MAX);
    const { stderr } = await lab.try(['patch', 'pod', 'web-node-1', '--subresource', 'resize', '--patch', '{"spec":{}}']);
    expect(stderr).toContain('static pods cannot be resized');
  });

  test('a static pod is replaced after a change of its manifest, and ends after its removal', async () => {
    writeFileSync(file(), manifest('nginx:1.28'));
    await vi.waitFor(async () => expect((await mirror())?.spec.containers[0].image).toBe('nginx:1.28'), SEEN_MS_MAX);
    await vi.waitFor(async () => expect(await shown()).toEqual({ 'web-node-1': '1/1 Running 0' }), SEEN_MS_MAX);
    rmSync(file());
    await vi.waitFor(async () => expect(await mirror()).toBeUndefined(), SEEN_MS_MAX);
  });
});

describe('a pod that is resized in place', () => {
  const of = (cpu: string, memory: string) => ({ requests: { cpu, memory }, limits: { cpu, memory } });
  const resize = (resources: object) =>
    lab.try([
      'patch',
      'pod',
      'web',
      '--subresource',
      'resize',
      '--patch',
      JSON.stringify({ spec: { containers: [{ name: 'web', resources }] } }),
    ]);
  const state = async () => {
    const { status } = await lab.get('pod web');
    const [{ resources, restartCount }] = status.containerStatuses;
    return { resources, restartCount, waits: status.conditions.find(({ type }: { type: string }) => type === 'PodResizePending')?.message };
  };

  test('a resize in place changes resources without a restart, or with one where the policy requires it', async () => {
    const resizePolicy = [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }];
    await apply(pod('web', { containers: [{ name: 'web', image: 'nginx:1.27', resources: of('500m', '128Mi'), resizePolicy }] }));
    await advance('1s');
    await resize(of('800m', '128Mi'));
    await vi.waitFor(async () => expect(await state()).toEqual({ resources: of('800m', '128Mi'), restartCount: 0 }), SEEN_MS_MAX);
    await resize(of('800m', '256Mi'));
    await advance('1s');
    expect(await state()).toEqual({ resources: of('800m', '256Mi'), restartCount: 1 });
    expect(await events('web', 'ResizeCompleted')).toHaveLength(2);
  });

  test('a resize reports infeasible and invalid requests', async () => {
    await resize(of('1000', '256Mi'));
    const waits = "Node didn't have enough capacity: cpu, requested: 1000000, capacity: 4000";
    await vi.waitFor(async () => expect(await state()).toEqual({ resources: of('800m', '256Mi'), restartCount: 1, waits }), SEEN_MS_MAX);
    expect((await resize({ requests: { cpu: '500m' } })).stderr).toBe(
      'The Pod "web" is invalid: spec: Invalid value: "Guaranteed": Pod QOS Class may not change as a result of resizing\n',
    );
  });
});
