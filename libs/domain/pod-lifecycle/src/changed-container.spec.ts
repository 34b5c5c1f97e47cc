import { expect, test } from 'vitest';
import { boundPod, PodOnNode } from './testing/pod-on-node.ts';

/** Sets another image, as a user would. */
function setImage(node: PodOnNode, image: string): string[] {
  const [container] = node.pod.spec?.containers ?? [];
  node.pod = { ...node.pod, spec: { ...node.pod.spec, containers: [{ name: 'main', ...container, image }] } };
  node.look();
  return node.news();
}
const status = (node: PodOnNode) => node.decision.status.containerStatuses?.[0];

test.each(['Always', 'OnFailure', 'Never'])('a container with a changed image is stopped and restarted at once (%s)', (restartPolicy) => {
  const node = new PodOnNode(boundPod({ restartPolicy })).run();
  node.news();
  expect(setImage(node, 'busybox:1.37')).toEqual([
    'Normal Killing: Container main definition changed, will be restarted',
    'stop main within 30000 ms',
  ]);
  node.look();
  expect(node.news()).toEqual([]);
  expect(node.exited(0).news()).toEqual(['Normal Pulling: Pulling image "busybox:1.37"', 'pull busybox:1.37']);
  expect(node.decision.status.phase).toBe('Running');
  expect(node.pulled('main', 'busybox:1.37').news()).toEqual([expect.stringMatching(/^Normal Pulled:/), 'start main/1']);
  node.started('main', 1);
  expect(status(node)).toMatchObject({ restartCount: 1, state: { running: {} }, lastState: { terminated: { exitCode: 0 } } });
  node.news();
  node.look();
  expect(node.news()).toEqual([]);
});

test('a missing image replaces a running one', () => {
  const node = new PodOnNode(boundPod()).run();
  setImage(node, 'my-app:1.0.0-xyz');
  node
    .exited(0)
    .learn({ type: 'image-refused', container: 'main', image: 'my-app:1.0.0-xyz', reason: 'ErrImagePull', message: 'not found' });
  expect(status(node)).toMatchObject({ restartCount: 0, ready: false, state: { waiting: { reason: 'ErrImagePull' } } });
  node.wait(2_000);
  expect(status(node)?.state).toMatchObject({ waiting: { reason: 'ImagePullBackOff' } });
});

test("a valid image is tried at once, despite the old one's back-off", () => {
  const node = new PodOnNode(boundPod()).sandboxReady();
  node.learn({ type: 'image-refused', container: 'main', image: 'busybox:1.36', reason: 'ErrImagePull', message: 'not found' });
  node.wait(2_000);
  node.news();
  expect(setImage(node, 'busybox:1.37')).toEqual(['Normal Pulling: Pulling image "busybox:1.37"', 'pull busybox:1.37']);
});

test('a valid image ends the back-off of a crash-looping container', () => {
  const node = new PodOnNode(boundPod()).run();
  node.exited(1).started('main', 1).exited(1, 'main', 1).wait(2_000);
  expect(status(node)?.state).toMatchObject({ waiting: { reason: 'CrashLoopBackOff' } });
  node.news();
  expect(setImage(node, 'busybox:1.37')).toEqual(['Normal Pulling: Pulling image "busybox:1.37"', 'pull busybox:1.37']);
});

test('a completed init container stays completed after an image change', () => {
  const initContainers = [{ name: 'init', image: 'busybox:1.36', imagePullPolicy: 'IfNotPresent' }];
  const node = new PodOnNode(boundPod({ initContainers })).sandboxReady();
  node.pulled('init').started('init').exited(0, 'init').started();
  node.news();
  node.pod = {
    ...node.pod,
    spec: { ...node.pod.spec, containers: node.pod.spec?.containers ?? [], initContainers: [{ name: 'init', image: 'busybox:1' }] },
  };
  node.look();
  expect(node.news()).toEqual([]);
});
