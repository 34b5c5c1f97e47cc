import { type LogFields, silentLogger } from '@klockwork/kernel';
import type { Container } from '@klockwork/kubernetes-types';
import { type KubeObject, type Lease, type Node, type Pod, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { FAULTY, faultyRuntime, VERBS, type Verb } from './testing/faulty-runtime.ts';
import { KubeletLab } from './testing/kubelet-lab.ts';

const PROBE = { exec: { command: ['check'] }, periodSeconds: 5 };
const CONTAINER: Partial<Container> = {
  livenessProbe: PROBE,
  readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 5 },
  lifecycle: { postStart: { exec: { command: ['greet'] } }, preStop: { httpGet: { path: '/', port: 80 } } },
  terminationMessagePolicy: 'FallbackToLogsOnError',
};

/** Starts a node with a good pod, a pod `bad` for which one runtime verb fails, and another good pod. */
async function nodeWith(verb: Verb, times: number) {
  const lab = new KubeletLab();
  const failures: LogFields[] = [];
  lab.logger = { ...silentLogger, error: (fields) => failures.push(fields) };
  lab.between = (runtime) => faultyRuntime(runtime, verb, times);
  await lab.boot('node-1');
  lab.runtime().onReach = async () => ({ type: 'http', status: 200, body: '' });
  const run = (name: string, image: string) =>
    lab.run({ metadata: { name, uid: name }, spec: { containers: [{ name, image, ...CONTAINER }], restartPolicy: 'Always' } });
  await run('before', 'nginx:1.27');
  await run(FAULTY.pod, FAULTY.image);
  await lab.lab.advance(60_000);
  return { lab, failures, run };
}

const isReady = (pod: Pod | undefined) => pod?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;

async function nodeIsWell(lab: KubeletLab): Promise<boolean> {
  const [node] = await lab.list<Node>(resources.nodes);
  const [lease] = await lab.list<Lease>(resources.leases);
  const renewedMs = lab.lab.clock.now() - Date.parse(lease?.spec?.renewTime ?? '');
  return node?.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True' && renewedMs <= 10_000;
}

test('all verbs of a runtime are covered', () => {
  expect(VERBS).toHaveLength(20);
});

test.each(VERBS.flatMap((verb) => [[verb, 'once'] as const, [verb, 'always'] as const]))(
  'a node whose runtime fails to %s for one pod %s stays Ready, with its other pods',
  async (verb, times) => {
    const { lab, run } = await nodeWith(verb, times === 'once' ? 1 : Number.POSITIVE_INFINITY);
    await run('after', 'nginx:1.27');
    await lab.lab.advance(30_000);
    expect([isReady(await lab.pod('before')), isReady(await lab.pod('after'))]).toEqual(['True', 'True']);
    await lab.delete('before', 5);
    await lab.delete(FAULTY.pod, 5);
    await lab.lab.advance(30_000);
    expect([await lab.pod('before'), await nodeIsWell(lab)]).toEqual([undefined, true]);
    if (times === 'once') expect(await lab.pod(FAULTY.pod)).toBeUndefined();
    await lab.stop();
  },
);

test.each(['runSandbox', 'createContainer', 'startContainer', 'pullImage'] as const)(
  'a pod becomes Ready once its runtime succeeds in %s after two failures',
  async (verb) => {
    const { lab, failures } = await nodeWith(verb, 2);
    await lab.lab.advance(60_000);
    expect(isReady(await lab.pod(FAULTY.pod))).toBe('True');
    expect(failures).toMatchObject([1, 2].map(() => ({ verb, stack: expect.stringContaining(`TypeError: ${verb} is broken`) })));
    await lab.stop();
  },
);

test('a pod whose containers cannot stop gets an Event, and stops once possible', async () => {
  const { lab } = await nodeWith('stopContainer', 2);
  await lab.delete(FAULTY.pod, 5);
  await lab.lab.advance(25_000);
  expect(await lab.pod(FAULTY.pod)).toBeDefined();
  await lab.lab.advance(60_000);
  expect(await lab.pod(FAULTY.pod)).toBeUndefined();
  const events = await lab.events(FAULTY.pod);
  expect(events.filter((event) => event.startsWith('FailedKillPod'))).toEqual([
    'FailedKillPod: error killing pod: stopContainer is broken',
  ]);
  await lab.stop();
});

test.each<[string, unknown]>([
  ['no containers', { containers: undefined }],
  ['a container that is none', { containers: [null] }],
  [
    'volumes that are none',
    { volumes: [null], containers: [{ name: 'c', image: 'nginx:1.27', volumeMounts: [{ name: 'x', mountPath: '/x' }] }] },
  ],
  ['a probe that is none', { containers: [{ name: 'c', image: 'nginx:1.27', livenessProbe: { exec: 5, periodSeconds: 1 } }] }],
  ['variables that are none', { containers: [{ name: 'c', image: 'nginx:1.27', env: [null] }] }],
])('a pod with %s delays no other pod', async (_, spec) => {
  const lab = new KubeletLab();
  await lab.boot('node-1');
  const metadata = { name: FAULTY.pod, namespace: 'default', uid: FAULTY.pod };
  const broken = { metadata, spec: { nodeName: 'node-1', ...(spec as object) } } as KubeObject;
  await lab.lab.api.create(resources.pods, broken, { cause: { trigger: 'request', name: 'test' } });
  await lab.run({ metadata: { name: 'good', uid: 'good' } });
  await lab.lab.advance(60_000);
  expect([isReady(await lab.pod('good')), await nodeIsWell(lab)]).toEqual(['True', true]);
  await lab.stop();
});

test('a status write that fails by our own error is retried', async () => {
  const lab = new KubeletLab();
  await lab.boot('node-1');
  let left = 2;
  lab.lab.api.refuse = (verb, resource) => {
    if (verb === 'patch' && resource.resource === 'pods' && left-- > 0) throw new TypeError('broken');
  };
  await lab.run();
  await lab.lab.advance(10_000);
  expect((await lab.pod())?.status?.phase).toBe('Running');
  await lab.stop();
});
