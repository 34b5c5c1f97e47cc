import { apply, deleteAnyPod, deletePod, pod, powerCut, powerOn, shell, sidecar, type TraceScenario } from '../trace-scenario.ts';

/** Manual removals of pods bypass the Deployment. */
const DISRUPTED = ['rollout-keeps-available'];
const OBEDIENT = "trap 'sleep 2; exit 0' TERM; while true; do sleep 1; done";
const STUBBORN = "trap '' TERM; while true; do sleep 1; done";
const tolerates = (seconds: number) =>
  ['not-ready', 'unreachable'].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: seconds,
  }));
const deployment = (replicas: number, program = 'sleep 100000', podSpec: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [shell('main', program)], terminationGracePeriodSeconds: 1, ...podSpec },
    },
  },
});
const job = (program: string, more: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'work', namespace: 'default' },
  spec: { template: { spec: { containers: [shell('main', program)], restartPolicy: 'Never' } }, ...more },
});

/** How pods end: deleted, out of time, evicted, with their node. */
export const storiesOfEnding: readonly TraceScenario[] = [
  {
    title: 'A pod whose program obeys is deleted',
    objects: [pod({ containers: [shell('main', OBEDIENT)] })],
    acts: [deletePod(20)],
    seconds: 60,
  },
  {
    title: 'A pod whose program ignores TERM is deleted',
    objects: [pod({ containers: [shell('main', STUBBORN)] })],
    acts: [deletePod(20)],
    seconds: 70,
  },
  {
    title: 'A pod with a grace period of its own is deleted',
    objects: [pod({ containers: [shell('main', STUBBORN)], terminationGracePeriodSeconds: 5 })],
    acts: [deletePod(20)],
    seconds: 40,
  },
  {
    title: 'A preStop hook comes before TERM, inside the grace period',
    objects: [pod({ containers: [shell('main', OBEDIENT, { lifecycle: { preStop: { exec: { command: ['sleep', '6'] } } } })] })],
    acts: [deletePod(20)],
    seconds: 60,
  },
  {
    title: 'A preStop hook that takes the whole grace period',
    objects: [
      pod({
        containers: [shell('main', OBEDIENT, { lifecycle: { preStop: { exec: { command: ['sleep', '100'] } } } })],
        terminationGracePeriodSeconds: 8,
      }),
    ],
    acts: [deletePod(20)],
    seconds: 50,
  },
  {
    title: 'Sidecars end after the program, the last first',
    objects: [pod({ initContainers: [sidecar('one', OBEDIENT), sidecar('two', OBEDIENT)], containers: [shell('main', OBEDIENT)] })],
    acts: [deletePod(20)],
    seconds: 60,
  },
  {
    title: 'A pod in CrashLoopBackOff is deleted',
    objects: [pod({ containers: [shell('main', 'exit 1')] })],
    acts: [deletePod(50)],
    seconds: 80,
  },
  {
    title: 'A pod is deleted while its init container runs',
    objects: [pod({ initContainers: [shell('first', OBEDIENT)] })],
    acts: [deletePod(20)],
    seconds: 60,
  },
  { title: 'A pod that is not placed is deleted', objects: [pod({ nodeSelector: { disk: 'ssd' } })], acts: [deletePod(10)], seconds: 20 },
  {
    title: 'A pod that has ended is deleted',
    objects: [pod({ containers: [shell('main', 'true')], restartPolicy: 'Never' })],
    acts: [deletePod(30)],
    seconds: 60,
  },
  {
    title: 'A pod that may be active for ten seconds',
    objects: [pod({ containers: [shell('main', OBEDIENT)], activeDeadlineSeconds: 10 })],
    seconds: 60,
  },
  {
    title: 'A pod that may be active for five seconds, and waits for its back-off',
    objects: [pod({ containers: [shell('main', 'exit 1')], activeDeadlineSeconds: 15 })],
    seconds: 60,
  },
  {
    title: 'A deleted pod of a Deployment is replaced by another',
    waives: DISRUPTED,
    objects: [deployment(1) as never],
    acts: [deleteAnyPod(20)],
    seconds: 60,
  },
  {
    title: 'A Deployment is scaled to nothing',
    objects: [deployment(2) as never],
    acts: [apply(20, 'the Deployment with replicas: 0', deployment(0) as never)],
    seconds: 60,
  },
  {
    title: 'A Deployment is rolled out',
    objects: [deployment(2) as never],
    acts: [apply(20, 'the Deployment with another program', deployment(2, 'sleep 200000') as never)],
    seconds: 90,
  },
  { title: 'A Job succeeds', objects: [job('sleep 5') as never], seconds: 60 },
  { title: 'A Job fails until it may no more', objects: [job('sleep 1; exit 1', { backoffLimit: 2 }) as never], seconds: 120 },
  {
    title: 'A node loses its power, and its pods are evicted',
    waives: DISRUPTED,
    nodes: ['node-1', 'node-2'],
    objects: [deployment(2, 'sleep 100000', { tolerations: tolerates(30) }) as never],
    acts: [powerCut(30, 'node-1')],
    seconds: 240,
  },
  {
    title: 'A node loses its power for less than it takes to notice',
    objects: [pod({})],
    acts: [powerCut(30, 'node-1'), powerOn(45, 'node-1')],
    seconds: 120,
  },
  {
    title: 'A node comes back after its pods were evicted',
    waives: DISRUPTED,
    nodes: ['node-1', 'node-2'],
    objects: [deployment(2, 'sleep 100000', { tolerations: tolerates(10) }) as never],
    acts: [powerCut(30, 'node-1'), powerOn(150, 'node-1')],
    seconds: 240,
  },
];
