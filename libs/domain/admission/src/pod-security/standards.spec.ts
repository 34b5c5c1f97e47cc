import type { PodSpec } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { checkedPod } from './check.ts';
import type { LevelVersion } from './policy.ts';
import { detailsText, violationsOf } from './standards.ts';

type Part = Partial<Record<keyof PodSpec, unknown>>;
/** A container that keeps to the strictest standard. */
const GOOD = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

function found(level: LevelVersion['level'], spec: Part, version: LevelVersion['version'] = 'latest', annotations = {}): string {
  const pod = { metadata: { name: 'web', annotations }, spec: { containers: [{ name: 'a', image: 'a' }], ...spec } as PodSpec };
  return detailsText(violationsOf(checkedPod(pod), { level, version }));
}

function withContext(...contexts: object[]): Part {
  return { containers: contexts.map((securityContext, index) => ({ name: 'abc'[index], image: 'a', securityContext })) };
}

test('an ordinary pod is fine for baseline and names all that restricted asks of it', () => {
  expect(found('baseline', {})).toBe('');
  expect(found('restricted', {})).toBe(
    'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), ' +
      'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), ' +
      'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), ' +
      'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
  expect(found('restricted', withContext(GOOD))).toBe('');
  expect(found('privileged', { hostNetwork: true })).toBe('');
});

describe('baseline finds', () => {
  test.each<[string, Part, string]>([
    [
      'a shared network and processes',
      { hostNetwork: true, hostPID: true, hostIPC: false },
      'host namespaces (hostNetwork=true, hostPID=true)',
    ],
    [
      'privileged containers',
      withContext({ privileged: true }, {}, { privileged: true }),
      'privileged (containers "a", "c" must not set securityContext.privileged=true)',
    ],
    [
      'added capabilities',
      withContext({ capabilities: { add: ['SYS_ADMIN', 'CHOWN', 'NET_RAW'] } }),
      'non-default capabilities (container "a" must not include "NET_RAW", "SYS_ADMIN" in securityContext.capabilities.add)',
    ],
    [
      'files of the node',
      {
        volumes: [
          { name: 'v', hostPath: { path: '/' } },
          { name: 'w', hostPath: { path: '/' } },
          { name: 'x', emptyDir: {} },
        ],
      },
      'hostPath volumes (volumes "v", "w")',
    ],
    [
      'ports of the node',
      {
        initContainers: [{ name: 'i', ports: [{ containerPort: 1, hostPort: 8080 }] }],
        containers: [{ name: 'a', ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 1 }] }],
      },
      'hostPort (containers "i", "a" use hostPorts 80, 8080)',
    ],
    [
      'probes of other hosts',
      {
        containers: [
          {
            name: 'a',
            livenessProbe: { httpGet: { host: '10.0.0.1', port: 80 } },
            lifecycle: { preStop: { httpGet: { host: 'b', port: 1 } } },
          },
        ],
      },
      'probe or lifecycle host (container "a" uses probe or lifecycle hosts "10.0.0.1", "b")',
    ],
    [
      'what /proc hides',
      withContext({ procMount: 'Unmasked' }, { procMount: 'Default' }),
      'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
    ],
    [
      'SELinux of its own',
      { securityContext: { seLinuxOptions: { type: 'spc_t', user: 'u' } }, ...withContext({ seLinuxOptions: { role: 'r' } }) },
      'seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set; role may not be set)',
    ],
    [
      'no seccomp',
      { securityContext: { seccompProfile: { type: 'Unconfined' } }, ...withContext({ seccompProfile: { type: 'Unconfined' } }) },
      'seccompProfile (pod and container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
    [
      'no AppArmor',
      { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
      'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")',
    ],
    [
      'unsafe sysctls',
      { securityContext: { sysctls: [{ name: 'kernel.msgmax' }, { name: 'net.ipv4.tcp_rmem' }, { name: 'toString' }] } },
      'forbidden sysctls (kernel.msgmax, toString)',
    ],
    [
      'processes of a Windows host',
      { securityContext: { windowsOptions: { hostProcess: true } } },
      'hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)',
    ],
  ])('%s', (_, spec, expected) => {
    expect(found('baseline', spec)).toBe(expected);
  });

  test('a profile of AppArmor in an annotation', () => {
    const key = 'container.apparmor.security.beta.kubernetes.io/a';
    expect(found('baseline', {}, 'latest', { [key]: 'unconfined' })).toBe(
      `forbidden AppArmor profile (annotation must not set AppArmor profile type to "${key}="unconfined"")`,
    );
    expect(found('baseline', {}, 'latest', { [key]: 'localhost/mine' })).toBe('');
  });
});

describe('restricted finds', () => {
  test.each<[string, Part, string]>([
    [
      'user 0',
      { securityContext: { runAsUser: 0 }, ...withContext({ ...GOOD, runAsUser: 0 }) },
      'runAsUser=0 (pod and container "a" must not set runAsUser=0)',
    ],
    [
      'root that is asked for',
      withContext({ ...GOOD, runAsNonRoot: false }),
      'runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)',
    ],
    [
      'capabilities beyond binding ports',
      withContext({ ...GOOD, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'CHOWN'] } }),
      'unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add)',
    ],
    [
      'volumes that are neither claimed nor its own, and the node’s among them only once',
      {
        volumes: [
          { name: 'h', hostPath: { path: '/' } },
          { name: 'n', nfs: {} },
          { name: 'i', image: { reference: 'a' } },
        ],
        ...withContext(GOOD),
      },
      'restricted volume types (volumes "h", "n" use restricted volume types "hostPath", "nfs")',
    ],
  ])('%s', (_, spec, expected) => {
    expect(found('restricted', spec)).toBe(expected);
  });

  test('what the pod says for all its containers', () => {
    const spec = {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } },
      ...withContext({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }),
    };
    expect(found('restricted', spec)).toBe('');
  });
});

describe('a version is held to as it was', () => {
  test.each<[string, LevelVersion['level'], Part, LevelVersion['version'], string]>([
    [
      '1.7 knew no privilege escalation and no dropping',
      'restricted',
      {},
      7,
      'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
    ],
    [
      '1.33 did not look at the hosts of probes',
      'baseline',
      { containers: [{ name: 'a', livenessProbe: { tcpSocket: { host: 'b', port: 1 } } }] },
      33,
      '',
    ],
    [
      '1.26 thought fewer sysctls safe',
      'baseline',
      { securityContext: { sysctls: [{ name: 'net.ipv4.ip_local_reserved_ports' }] } },
      26,
      'forbidden sysctls (net.ipv4.ip_local_reserved_ports)',
    ],
    ['1.31 lets engines run in containers', 'baseline', withContext({ seLinuxOptions: { type: 'container_engine_t' } }), 31, ''],
    [
      '1.24 asked Windows for what it has not',
      'restricted',
      { os: { name: 'windows' }, ...withContext({ runAsNonRoot: true, seccompProfile: { type: 'Localhost' } }) },
      24,
      'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"])',
    ],
    ['1.25 does not', 'restricted', { os: { name: 'windows' }, ...withContext({ runAsNonRoot: true }) }, 25, ''],
    [
      '1.34 held pods with users of their own to be no root',
      'restricted',
      { hostUsers: false, ...withContext({ ...GOOD, runAsNonRoot: false }) },
      34,
      'runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)',
    ],
    ['1.35 does not', 'restricted', { hostUsers: false, ...withContext({ ...GOOD, runAsNonRoot: false, runAsUser: 0 }) }, 35, ''],
    [
      'a version to come is the newest that is known',
      'restricted',
      { hostUsers: false, ...withContext({ ...GOOD, runAsUser: 0 }) },
      99,
      '',
    ],
  ])('%s', (_, level, spec, version, expected) => {
    expect(found(level, spec, version)).toBe(expected);
  });

  test('before 1.19 seccomp was an annotation', () => {
    const key = 'seccomp.security.alpha.kubernetes.io/pod';
    expect(found('baseline', {}, 18, { [key]: 'unconfined' })).toBe(`seccompProfile (forbidden annotation ${key}="unconfined")`);
    expect(found('baseline', {}, 19, { [key]: 'unconfined' })).toBe('');
  });
});
