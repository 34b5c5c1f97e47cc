import { FileTree } from '@klockwork/files';
import { ManualClock, SeededRandom } from '@klockwork/kernel';
import type { LocalProfiles } from '@klockwork/pod-lifecycle';
import { expect, test } from 'vitest';
import { requireLocalProfiles } from './local-profiles.ts';
import { SimulatedRuntime } from './simulated-runtime.ts';
import { containerSpec } from './testing/container-runtime.contract.ts';

const FOLDER = '/var/lib/kubelet/seccomp/profiles';

const required = (localProfiles?: LocalProfiles) => {
  const files = new FileTree({ now: () => 0 }).root;
  files.makeFolders(FOLDER, 0o755);
  files.write(`${FOLDER}/audit.json`, '{}');
  return () => requireLocalProfiles(containerSpec({ image: 'busybox', ...(localProfiles && { localProfiles }) }), files);
};

test('a container without local profiles, or with an existing profile file, is created', () => {
  expect(required()).not.toThrow();
  expect(required({ seccomp: `${FOLDER}/audit.json` })).not.toThrow();
});

test('a container whose seccomp profile is not a file of the node is refused', () => {
  const file = `${FOLDER}/fine.json`;
  const problem = `open ${file}: no such file or directory`;
  expect(required({ seccomp: file })).toThrow(`failed to create containerd container: cannot load seccomp profile "${file}": ${problem}`);
});

test('a container whose AppArmor profile is not loaded is refused', () => {
  const problem = 'failed to generate apparmor spec opts: apparmor profile not found deny-write';
  expect(required({ appArmor: 'deny-write' })).toThrow(`failed to get container spec opts: ${problem}`);
});

test('a new node has no profiles', async () => {
  const parts = { clock: new ManualClock(0), random: new SeededRandom(7), profile: 'fast' as const, podCidr: '10.244.3.0/24' };
  const runtime = new SimulatedRuntime(parts);
  await runtime.pullImage('busybox');
  const { id } = await runtime.runSandbox({ uid: 'u', namespace: 'default', name: 'web', hostname: 'web' });
  const spec = containerSpec({ image: 'busybox', localProfiles: { seccomp: `${FOLDER}/audit.json` } });
  await expect(runtime.createContainer(id, spec)).rejects.toThrow('cannot load seccomp profile');
});
