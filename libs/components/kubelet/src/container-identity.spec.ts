import type { PodSecurityContext, SecurityContext } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import { containerIdentity } from './container-identity.ts';

function identity(ofPod: PodSecurityContext, own: SecurityContext, imageUser = '', isStandIn = false) {
  const container = { name: 'main', securityContext: own };
  const pod = { metadata: { name: 'web', namespace: 'default', uid: 'u-1' }, spec: { containers: [container], securityContext: ofPod } };
  try {
    return containerIdentity(pod, container, imageUser, isStandIn);
  } catch (error) {
    return (error as Error).message;
  }
}

test.each<[string, PodSecurityContext, SecurityContext, unknown, string?]>([
  ['nothing, when its image has a user that is not root', { runAsNonRoot: true }, {}, {}, '1001:0'],
  [
    'that a name may be that of root',
    { runAsNonRoot: true },
    {},
    'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: "web_default(u-1)", container: main)',
    'app',
  ],
  ['nothing', {}, {}, {}],
  ["the pod's user", { runAsUser: 1000, runAsGroup: 3000 }, {}, { user: { uid: 1000, gid: 3000 } }],
  ['its own user before that', { runAsUser: 1000, runAsGroup: 3000 }, { runAsUser: 2000 }, { user: { uid: 2000, gid: 3000 } }],
  ["the pod's groups", { fsGroup: 2000, supplementalGroups: [4000] }, {}, { user: { groups: [4000, 2000] } }],
  ["that groups of its image's do not count", { supplementalGroupsPolicy: 'Strict' } as object, {}, { user: { onlySaidGroups: true } }],
  ['that it may change parameters of its node', {}, { privileged: true }, { privileged: true }],
  ['that its root is read-only', {}, { readOnlyRootFilesystem: true }, { readOnlyRoot: true }],
  ['a user that is not root', { runAsNonRoot: true }, { runAsUser: 1 }, { user: { uid: 1 } }],
  [
    'a user that it must not be',
    { runAsNonRoot: true },
    { runAsUser: 0 },
    'container\'s runAsUser breaks non-root policy (pod: "web_default(u-1)", container: main)',
  ],
  [
    'that it must not be root, but no user',
    {},
    { runAsNonRoot: true },
    'container has runAsNonRoot and image will run as root (pod: "web_default(u-1)", container: main)',
  ],
])('a container spec contains %s', (_, ofPod, own, expected, imageUser) => expect(identity(ofPod, own, imageUser)).toEqual(expected));

test('a stand-in with runAsNonRoot and no user runs as the nonroot user', () => {
  expect([{}, { runAsNonRoot: true }, { runAsNonRoot: true, runAsUser: 7 }].map((ofPod) => identity(ofPod, {}, '', true))).toEqual([
    {},
    { user: { uid: 65_532 } },
    { user: { uid: 7 } },
  ]);
});
