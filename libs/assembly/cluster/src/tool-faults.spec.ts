import { BusSession } from '@klockwork/bus';
import { NODE_ROUTES, type StreamRequest } from '@klockwork/cluster-api';
import { programOf } from '@klockwork/container-runtime';
import { BUILT_IN_IMAGES } from '@klockwork/images';
import type { Container, ContainerStatus, Event } from '@klockwork/kubernetes-types';
import { type KubeObject, type Lease, type Node, nodeReady, type Pod, type PodSpec, resources } from '@klockwork/resources';
import { type Main, toolNames } from '@klockwork/userland';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SteppedCluster, steppedCluster } from './testing/stepped-cluster.ts';

/** Environment variable that names the broken tool of a container. */
const BROKEN = 'BROKEN_TOOL';
const REQUEST = { cause: { trigger: 'request', name: 'test' } } as const;
const IDLE = ['sleep', 'infinity'];
const DATE = { exec: { command: ['date'] } };
const EACH_SECOND = { ...DATE, periodSeconds: 1, failureThreshold: 1 };
const LEASE_MS = 10_000;

/** Fails as a bug of the tool in the containers whose environment names the tool. */
function breakable(tool: string, main: Main): Main {
  return (process) => {
    if (process.environment.get(BROKEN) === tool) throw new TypeError(`${tool} is broken`);
    return main(process);
  };
}

let lab: SteppedCluster;
beforeAll(async () => {
  lab = steppedCluster({
    nodes: ['node-1'],
    images: BUILT_IN_IMAGES.filter(({ repository }) => repository === 'docker.io/library/busybox'),
    programOf: (image, executable) => {
      const main = programOf(image, executable);
      const [kind, name] = executable.split(':');
      return kind === 'tool' && name !== undefined && main !== undefined ? breakable(name, main) : main;
    },
  });
  await lab.pass(5_000);
  await run('before', { command: IDLE });
});
afterAll(() => lab.cluster.end());

/** Lets the work of the present instant end, then returns its result. */
async function during<T>(work: Promise<T>): Promise<T> {
  await lab.pass(0);
  return work;
}

const aContainer = (tool: string, container: Partial<Container>): Container => ({
  ...{
    name: tool.replaceAll(/[^a-z0-9]/g, '-'),
    image: 'busybox:1.36',
    imagePullPolicy: 'IfNotPresent',
    env: [{ name: BROKEN, value: tool }],
  },
  ...container,
});

/** Creates a pod with a container in which `date` is broken. */
function run(name: string, container: Partial<Container>, spec: Partial<PodSpec> = {}): Promise<KubeObject> {
  const containers = [aContainer('date', container)];
  const pod = { metadata: { namespace: 'default', name }, spec: { terminationGracePeriodSeconds: 1, containers, ...spec } };
  return during(lab.cluster.api.create(resources.pods, { apiVersion: 'v1', kind: 'Pod', ...pod } as Pod, REQUEST));
}

async function podNamed(name: string): Promise<Pod | undefined> {
  const { items } = await during(lab.cluster.api.list<Pod>(resources.pods));
  return items.find(({ metadata }) => metadata?.name === name);
}

async function eventsOf(name: string): Promise<readonly string[]> {
  const { items } = await during(lab.cluster.api.list<KubeObject>(resources.events));
  const own = (items as readonly KubeObject[] as readonly Event[]).filter(({ involvedObject }) => involvedObject.name === name);
  return own.map(({ reason }) => reason ?? '');
}

const endOf = ({ state, lastState }: ContainerStatus) => {
  const { exitCode, reason } = state?.terminated ?? lastState?.terminated ?? {};
  return exitCode === undefined ? 'none' : `${exitCode} ${reason}`;
};

/** Phase of a pod, with readiness, last end and restarts of its container. */
function shown({ status }: Pod): unknown {
  const [container] = status?.containerStatuses ?? [];
  if (container === undefined) return status?.phase;
  return { phase: status?.phase, ready: container.ready, end: endOf(container), restarts: container.restartCount > 0 };
}

/** Expects that the node renews its lease and is Ready, and that its other pods run without a restart. */
async function expectNodeIsWell(after: string): Promise<void> {
  await run(after, { command: IDLE });
  await lab.pass(5_000);
  for (const name of ['before', after]) {
    expect(shown((await podNamed(name)) as Pod)).toEqual({ phase: 'Running', ready: true, end: 'none', restarts: false });
  }
  const [node] = (await during(lab.cluster.api.list<Node>(resources.nodes))).items;
  const [lease] = (await during(lab.cluster.api.list<Lease>(resources.leases))).items.filter(({ metadata }) => metadata?.name === 'node-1');
  expect(node !== undefined && nodeReady(node)).toBe(true);
  expect(lab.clock.now() - Date.parse(lease?.spec?.renewTime ?? '')).toBeLessThanOrEqual(LEASE_MS);
}

const CRASHED = '139 Error';
const KILLED = '137 Error';

test.each<[string, Partial<Container>, Partial<PodSpec>, { ready: boolean; end: string; restarts: boolean; phase?: string }, string]>([
  ['container-always', { command: ['date'] }, {}, { ready: false, end: CRASHED, restarts: true }, 'BackOff'],
  ['container-onfailure', { command: ['date'] }, { restartPolicy: 'OnFailure' }, { ready: false, end: CRASHED, restarts: true }, 'BackOff'],
  [
    'container-never',
    { command: ['date'] },
    { restartPolicy: 'Never' },
    { phase: 'Failed', ready: false, end: CRASHED, restarts: false },
    'Started',
  ],
  ['readiness-probe', { command: IDLE, readinessProbe: EACH_SECOND }, {}, { ready: false, end: 'none', restarts: false }, 'Unhealthy'],
  ['liveness-probe', { command: IDLE, livenessProbe: EACH_SECOND }, {}, { ready: false, end: KILLED, restarts: true }, 'Unhealthy'],
  ['startup-probe', { command: IDLE, startupProbe: EACH_SECOND }, {}, { ready: false, end: KILLED, restarts: true }, 'Unhealthy'],
  [
    'post-start-hook',
    { command: IDLE, lifecycle: { postStart: DATE } },
    {},
    { ready: false, end: KILLED, restarts: true },
    'FailedPostStartHook',
  ],
])('a tool that crashes in a %s harms its own container alone', async (name, container, spec, end, event) => {
  await run(name, container, spec);
  await lab.pass(60_000);
  expect(shown((await podNamed(name)) as Pod)).toEqual({ phase: 'Running', ...end });
  expect(await eventsOf(name)).toContain(event);
  await expectNodeIsWell(`after-${name}`);
});

test('a tool that crashes in a preStop hook does not delay the deletion of its pod', async () => {
  await run('pre-stop-hook', { command: IDLE, lifecycle: { preStop: DATE } });
  await lab.pass(5_000);
  await during(lab.cluster.api.delete(resources.pods, { namespace: 'default', name: 'pre-stop-hook' }, {}, REQUEST));
  await lab.pass(5_000);
  expect(await podNamed('pre-stop-hook')).toBeUndefined();
  expect(await eventsOf('pre-stop-hook')).toContain('FailedPreStopHook');
  await expectNodeIsWell('after-pre-stop-hook');
});

test('a tool that crashes in an exec ends the exec with 139, and its container runs on', async () => {
  await run('exec', { command: IDLE });
  await lab.pass(5_000);
  const { bus, subjects, clock } = lab.cluster.join('client');
  const outcomes: string[] = [];
  const session: BusSession = new BusSession({
    ...{ bus, clock, object: 'pods/default/exec', own: subjects.session('s', 'client'), peer: subjects.session('s', 'agent') },
    onPart: ({ channel, bytes }) => {
      if (channel === 'outcome') outcomes.push(bytes ?? '');
      session.taken(bytes?.length ?? 0);
    },
    onEnd: () => {},
  });
  const request: StreamRequest = {
    ...{ session: 's', node: 'node-1', namespace: 'default', pod: 'exec', container: 'date', command: ['date'] },
    ...{ uid: (await podNamed('exec'))?.metadata?.uid ?? '', stdin: false, stdout: true, stderr: true, tty: false },
  };
  const answer = bus.request(subjects.at(NODE_ROUTES.exec, 'node-1'), request, { timeoutMs: 1_000 });
  expect(await during(answer)).toEqual({ accepted: true });
  await lab.pass(1_000);
  expect(outcomes).toEqual(['{"exitCode":139}']);
  expect(shown((await podNamed('exec')) as Pod)).toEqual({ phase: 'Running', ready: true, end: 'none', restarts: false });
  await expectNodeIsWell('after-exec');
});

test('a pod of all tools, each of which crashes, fails alone', async () => {
  const tools = toolNames('busybox');
  const containers = tools.map((tool, index) => aContainer(tool, { name: `tool-${index}`, command: [tool] }));
  await run('tools', {}, { restartPolicy: 'Never', containers });
  await lab.pass(60_000);
  const pod = await podNamed('tools');
  expect(pod?.status?.phase).toBe('Failed');
  expect(pod?.status?.containerStatuses?.filter((status) => endOf(status) !== CRASHED)).toEqual([]);
  expect(pod?.status?.containerStatuses).toHaveLength(tools.length);
  await expectNodeIsWell('after-tools');
});
