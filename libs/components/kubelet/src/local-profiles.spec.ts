import type { SecurityContext } from '@klockwork/kubernetes-types';
import { expect, test } from 'vitest';
import { localProfiles } from './local-profiles.ts';

const seccomp = (localhostProfile: string) => ({ seccompProfile: { type: 'Localhost', localhostProfile } });
const appArmor = (localhostProfile: string) => ({ appArmorProfile: { type: 'Localhost', localhostProfile } });

const profilesOf = (ofPod: object, ofContainer: SecurityContext = {}) => {
  const container = { name: 'web', securityContext: ofContainer };
  return localProfiles({ spec: { containers: [container], securityContext: ofPod } }, container);
};

test('a container has the profiles of its pod', () => {
  expect(profilesOf({ ...seccomp('profiles/audit.json'), ...appArmor('deny-write') })).toEqual({
    seccomp: '/var/lib/kubelet/seccomp/profiles/audit.json',
    appArmor: 'deny-write',
  });
});

test("a container's own profiles have priority", () => {
  expect(profilesOf(seccomp('pod.json'), seccomp('own.json'))).toEqual({ seccomp: '/var/lib/kubelet/seccomp/own.json' });
  expect(profilesOf(appArmor('of-pod'), appArmor('own'))).toEqual({ appArmor: 'own' });
});

test.each([
  ['that has no profile', {}, {}],
  ['whose runtime has one by default', { seccompProfile: { type: 'RuntimeDefault' }, appArmorProfile: { type: 'RuntimeDefault' } }, {}],
  ['that is unconfined by itself', seccomp('pod.json'), { seccompProfile: { type: 'Unconfined' } }],
  ['that is privileged, by seccomp', seccomp('pod.json'), { privileged: true }],
])('a container %s needs no local profile', (_, ofPod, ofContainer) => {
  expect(profilesOf(ofPod, ofContainer)).toBeUndefined();
});
