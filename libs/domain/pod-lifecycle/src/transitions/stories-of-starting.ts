import type { PodOnNode } from '../testing/pod-on-node.ts';
import { after, containerOf, exited, IMAGE, type Story, sidecarOf, started, steps } from './story.ts';

const refused = (reason: string, message: string) => (node: PodOnNode) =>
  node.learn({ type: 'image-refused', container: 'main', image: IMAGE, reason, message });
const failedToStart = (reason: string, message: string) => (node: PodOnNode) =>
  node.learn({ type: 'start-failed', container: 'main', reason, message });

/** Stories of starting containers. */
export const storiesOfStarting: readonly Story[] = [
  {
    title: 'A pod is started',
    spec: {},
    pulls: true,
    steps: [steps.sandbox, { when: 'the image is pulled', act: (node) => node.pulled() }, started()],
  },
  {
    title: 'An image that does not exist',
    spec: {},
    pulls: true,
    steps: [
      steps.sandbox,
      { when: 'the pull is refused', act: refused('ErrImagePull', 'not found') },
      after(1),
      after(9),
      { when: 'the pull is refused', act: refused('ErrImagePull', 'not found') },
      after(1),
      after(19),
      { when: 'the image is there now', act: (node) => node.pulled() },
      started(),
    ],
  },
  {
    title: 'An image whose name is none',
    spec: { containers: [containerOf('main', { image: 'BusyBox' })] },
    steps: [steps.sandbox],
  },
  {
    title: 'An image that is never to be pulled',
    spec: { containers: [containerOf('main', { imagePullPolicy: 'Never' })] },
    pulls: true,
    steps: [steps.sandbox, { when: 'someone brings the image to the node, and 10 s pass', act: (node) => bring(node) }],
  },
  {
    title: 'A container that names a ConfigMap that is missing',
    spec: {},
    steps: [
      steps.sandbox,
      { when: 'its configuration is refused', act: failedToStart('CreateContainerConfigError', 'configmap "settings" not found') },
      after(10),
      started(),
    ],
  },
  {
    title: 'A container that cannot be created',
    spec: {},
    steps: [steps.sandbox, { when: 'the runtime refuses', act: failedToStart('CreateContainerError', 'no room') }, after(10)],
  },
  {
    title: 'A sandbox that cannot be made',
    spec: {},
    steps: [
      { when: 'the runtime refuses', act: (node) => node.learn({ type: 'sandbox-failed', message: 'no addresses' }) },
      after(10),
      steps.sandbox,
    ],
  },
  {
    title: 'Init containers',
    spec: { initContainers: [containerOf('one'), containerOf('two')] },
    steps: [steps.sandbox, started('one'), exited(0, 'one'), started('two'), exited(0, 'two'), started()],
  },
  {
    title: 'An init container that fails',
    spec: { initContainers: [containerOf('one')] },
    steps: [
      steps.sandbox,
      started('one'),
      exited(1, 'one'),
      started('one', 1),
      exited(1, 'one', 1),
      after(1),
      after(9),
      started('one', 2),
      exited(0, 'one', 2),
    ],
  },
  {
    title: 'An init container that fails in a pod that is never restarted',
    spec: { initContainers: [containerOf('one')], restartPolicy: 'Never' },
    steps: [steps.sandbox, started('one'), exited(1, 'one'), steps.sandboxGone],
  },
  {
    title: 'Sidecars',
    spec: { initContainers: [sidecarOf('proxy', { startupProbe: { exec: { command: ['up'] }, periodSeconds: 1 } }), containerOf('setup')] },
    steps: [
      steps.sandbox,
      started('proxy'),
      after(1),
      started('setup'),
      exited(0, 'setup'),
      started(),
      exited(1, 'proxy'),
      started('proxy', 1),
    ],
  },
  {
    title: 'A container that kubectl debug adds',
    spec: {},
    steps: [
      steps.sandbox,
      started(),
      { when: 'someone adds the ephemeral container debugger', act: (node) => addDebugger(node) },
      started('debugger'),
      exited(0, 'debugger'),
    ],
  },
];

function bring(node: PodOnNode): void {
  node.images.add(IMAGE);
  node.wait(10_000);
}

function addDebugger(node: PodOnNode): void {
  const { containers = [], ...spec } = node.pod.spec ?? {};
  node.pod = { ...node.pod, spec: { ...spec, containers, ephemeralContainers: [containerOf('debugger')] } };
  node.look();
}
