import { expect, test } from 'vitest';
import { podKind } from '../../pod/pod.kind.ts';
import { tryCreate } from '../../testing/attempt.ts';

/** Returns the errors of a pod whose container has this security context. */
function complaints(securityContext: object): readonly string[] {
  const spec = { containers: [{ name: 'web', image: 'nginx', securityContext }] };
  return tryCreate(podKind, { metadata: { name: 'web', namespace: 'default' }, spec }).errors;
}

const C = 'spec.containers[0].securityContext';

test('a refused context is printed in Go form, with absent fields', () => {
  const shown = (capabilities: string, privileged: string) =>
    `${C}: Invalid value: {"Capabilities":${capabilities},"Privileged":${privileged},"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set`;
  expect(complaints({ allowPrivilegeEscalation: false, privileged: true })).toEqual([
    `${shown('null', 'true')} \`allowPrivilegeEscalation\` to false and \`privileged\` to true`,
  ]);
  expect(complaints({ allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } })).toEqual([
    `${shown('{"Add":["CAP_SYS_ADMIN"],"Drop":null}', 'null')} \`allowPrivilegeEscalation\` to false and \`capabilities.Add\` CAP_SYS_ADMIN`,
  ]);
});

test('a seccomp profile with an invalid name is printed in Go form', () => {
  expect(complaints({ seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'mine' } })).toEqual([
    `${C}.seccompProfile.localhostProfile: Invalid value: {"Type":"RuntimeDefault","LocalhostProfile":"mine"}: can only be set when seccomp type is Localhost`,
  ]);
});

test('the path of an AppArmor profile has a maximum length', () => {
  expect(complaints({ appArmorProfile: { type: 'Localhost', localhostProfile: 'a'.repeat(4096) } })).toEqual([
    `${C}.appArmorProfile.localhostProfile: Too long: may not be more than 4095 bytes`,
  ]);
});
