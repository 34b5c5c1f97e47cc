import type { Probe } from '@klockwork/kubernetes-types';
import type { PodOnNode } from '../testing/pod-on-node.ts';
import { after, containerOf, exited, type Step, type Story, started, steps } from './story.ts';

const probe: Probe = { exec: { command: ['check'] }, periodSeconds: 5, failureThreshold: 1 };
const running = [steps.sandbox, started()];
const probed = (kind: 'livenessProbe' | 'readinessProbe' | 'startupProbe') => ({ containers: [containerOf('main', { [kind]: probe })] });

/** Sets the outcome of later probes. */
const finds = (what: 'success' | 'failure'): Step => ({
  when: what === 'success' ? 'its probe succeeds, 5 s later' : 'its probe fails, 5 s later',
  act: (node) => {
    node.answer = () => (what === 'success' ? { type: 'success' } : { type: 'failure', text: 'no' });
    node.wait(5_000);
  },
});

/** Stories of running containers. */
export const storiesOfRunning: readonly Story[] = [
  {
    title: 'A container that crashes again and again',
    spec: {},
    steps: [
      ...running,
      exited(1),
      started('main', 1),
      exited(1, 'main', 1),
      after(1),
      after(9),
      started('main', 2),
      exited(1, 'main', 2),
      after(20),
    ],
  },
  { title: 'A container that is done', spec: { restartPolicy: 'OnFailure' }, steps: [...running, exited(0), steps.sandboxGone] },
  { title: 'A container that failed for good', spec: { restartPolicy: 'Never' }, steps: [...running, exited(3), steps.sandboxGone] },
  {
    title: 'One container of two is done',
    spec: { restartPolicy: 'OnFailure', containers: [containerOf('main'), containerOf('second')] },
    steps: [...running, started('second'), exited(0), exited(0, 'second'), steps.sandboxGone],
  },
  {
    title: 'A container that is killed for its memory',
    spec: {},
    steps: [...running, { when: 'main is killed for its memory', act: (node) => killForMemory(node) }, started('main', 1)],
  },
  {
    title: 'A startup probe',
    spec: probed('startupProbe'),
    steps: [...running, finds('success'), { ...exited(1), when: 'main exits with 1' }],
  },
  {
    title: 'A startup probe that fails',
    spec: probed('startupProbe'),
    steps: [...running, finds('failure'), exited(143), started('main', 1)],
  },
  {
    title: 'A liveness probe that fails',
    spec: probed('livenessProbe'),
    steps: [...running, finds('failure'), exited(137), started('main', 1)],
  },
  { title: 'A readiness probe', spec: probed('readinessProbe'), steps: [...running, finds('success'), finds('failure'), finds('success')] },
  {
    title: 'A readiness gate',
    spec: { readinessGates: [{ conditionType: 'example.com/served' }] },
    steps: [
      ...running,
      { when: 'someone sets the condition to False', act: (node) => setGate(node, 'False') },
      { when: 'someone sets the condition to True', act: (node) => setGate(node, 'True') },
    ],
  },
  {
    title: 'A postStart hook',
    spec: { containers: [containerOf('main', { lifecycle: { postStart: { exec: { command: ['greet'] } } } })] },
    steps: [...running, { when: 'the hook is over', act: (node) => node.hookEnded('postStart') }],
  },
  {
    title: 'A postStart hook that fails',
    spec: { containers: [containerOf('main', { lifecycle: { postStart: { exec: { command: ['greet'] } } } })] },
    steps: [
      ...running,
      { when: 'the hook fails', act: (node) => node.hookEnded('postStart', 'main', 'why') },
      exited(137),
      started('main', 1),
      { when: 'the hook is over', act: (node) => node.hookEnded('postStart') },
    ],
  },
  {
    title: 'Another image is set',
    spec: {},
    steps: [...running, { when: 'someone sets the image busybox:1.37', act: (node) => setImage(node) }, exited(0)],
  },
];

function killForMemory(node: PodOnNode): void {
  const startedAt = node.newest()?.startedAt ?? node.now;
  const report = node.report('main', 0, { state: 'exited', exitCode: 137, reason: 'OOMKilled', startedAt, finishedAt: node.now });
  node.learn({ type: 'container-changed', report });
}

function setGate(node: PodOnNode, status: 'True' | 'False'): void {
  node.pod = { ...node.pod, status: { ...node.pod.status, conditions: [{ type: 'example.com/served', status }] } };
  node.look();
}

function setImage(node: PodOnNode): void {
  node.pod = { ...node.pod, spec: { ...node.pod.spec, containers: [containerOf('main', { image: 'busybox:1.37' })] } };
  node.look();
}
