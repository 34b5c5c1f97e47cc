import { expect, test } from 'vitest';
import { boundPod, PodOnNode } from './testing/pod-on-node.ts';

test('a container status contains the user reported by the runtime', () => {
  const node = new PodOnNode(boundPod()).run();
  expect(node.status()).not.toHaveProperty('user');
  const user = { uid: 1_000, gid: 3_000, groups: [3_000, 4_000] };
  node.learn({ type: 'container-changed', report: node.report('main', 0, { state: 'running', startedAt: node.now, user }) });
  expect(node.status()).toMatchObject({ user: { linux: { uid: 1_000, gid: 3_000, supplementalGroups: [3_000, 4_000] } } });
});

test.each([
  [{}, {}],
  [{ readOnly: true }, { readOnly: true, recursiveReadOnly: 'Disabled' }],
  [
    { readOnly: true, recursiveReadOnly: 'IfPossible' },
    { readOnly: true, recursiveReadOnly: 'Enabled' },
  ],
  [
    { readOnly: true, recursiveReadOnly: 'Enabled' },
    { readOnly: true, recursiveReadOnly: 'Enabled' },
  ],
])('the mount %j has the status %j', (asked, told) => {
  const volumeMounts = [{ name: 'data', mountPath: '/data', ...asked }];
  const node = new PodOnNode(boundPod({ containers: [{ name: 'main', image: 'busybox:1.36', volumeMounts }] }));
  expect(node.status()).toMatchObject({ volumeMounts: [{ name: 'data', mountPath: '/data', ...told }] });
});
