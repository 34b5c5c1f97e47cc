import { withEnding } from '../pod-state.ts';
import { rememberPod } from '../remember-pod.ts';
import type { PodOnNode } from '../testing/pod-on-node.ts';
import { after, containerOf, exited, type Story, sidecarOf, started, steps } from './story.ts';

const running = [steps.sandbox, started()];
const preStop = { preStop: { exec: { command: ['drain'] } } };

/** Stories of ending pods. */
export const storiesOfEnding: readonly Story[] = [
  { title: 'A pod is deleted, and obeys', spec: {}, steps: [...running, steps.deleted, exited(0), steps.sandboxGone] },
  {
    title: 'A pod is deleted, and ignores TERM',
    spec: {},
    steps: [
      ...running,
      steps.deleted,
      { when: 'main is killed after 30 s', act: (node) => node.wait(30_000).exited(137) },
      steps.sandboxGone,
    ],
  },
  {
    title: 'A pod is deleted, and again with less patience',
    spec: {},
    steps: [
      ...running,
      steps.deleted,
      { when: 'someone deletes it again, with 5 s', act: (node) => node.delete(5) },
      exited(143),
      steps.sandboxGone,
    ],
  },
  {
    title: 'A pod is deleted by force',
    spec: {},
    steps: [
      ...running,
      { when: 'someone deletes it with --force --grace-period=0', act: (node) => force(node) },
      exited(137),
      steps.sandboxGone,
    ],
  },
  {
    title: 'A preStop hook',
    spec: { containers: [containerOf('main', { lifecycle: preStop })] },
    steps: [
      ...running,
      steps.deleted,
      { when: 'the hook is over after 3.7 s', act: (node) => node.wait(3_700).hookEnded('preStop') },
      exited(0),
      steps.sandboxGone,
    ],
  },
  {
    title: 'A preStop hook that does not end',
    spec: { containers: [containerOf('main', { lifecycle: preStop })] },
    steps: [
      ...running,
      steps.deleted,
      after(30),
      exited(137),
      { when: 'the hook ends with its container', act: (node) => node.hookEnded('preStop', 'main', 'why') },
      steps.sandboxGone,
    ],
  },
  {
    title: 'Sidecars end last, in reverse order',
    spec: { initContainers: [sidecarOf('one'), sidecarOf('two')] },
    steps: [
      steps.sandbox,
      started('one'),
      started('two'),
      started(),
      steps.deleted,
      exited(0),
      exited(0, 'two'),
      exited(0, 'one'),
      steps.sandboxGone,
    ],
  },
  {
    title: 'Sidecars of a pod that is done',
    spec: { restartPolicy: 'Never', initContainers: [sidecarOf('one')] },
    steps: [steps.sandbox, started('one'), started(), exited(0), exited(143, 'one'), steps.sandboxGone],
  },
  {
    title: 'A pod that is active longer than it may',
    spec: { activeDeadlineSeconds: 60 },
    steps: [...running, after(60), exited(137), steps.sandboxGone],
  },
  {
    title: 'A pod that its node evicts',
    spec: {},
    steps: [...running, { when: 'the node is short of memory', act: (node) => evict(node) }, exited(137), steps.sandboxGone],
  },
  {
    title: 'A node that loses power',
    spec: {},
    steps: [...running, { when: 'the node starts again', act: (node) => reboot(node) }, steps.sandbox, started('main', 1)],
  },
  {
    title: 'A node that loses power, with a pod that is never restarted',
    spec: { restartPolicy: 'Never' },
    steps: [...running, { when: 'the node starts again', act: (node) => reboot(node) }],
  },
];

function force(node: PodOnNode): void {
  node.removed = true;
  node.delete(0);
}

function evict(node: PodOnNode): void {
  const message = 'The node was low on resource: memory. ';
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message } as const;
  node.state = withEnding(node.state, { reason: 'Evicted', message, graceSeconds: 1, condition });
  node.look();
}

function reboot(node: PodOnNode): void {
  node.pod = { ...node.pod, status: node.decision.status };
  node.state = rememberPod(node.pod, node.now);
  node.look();
}
