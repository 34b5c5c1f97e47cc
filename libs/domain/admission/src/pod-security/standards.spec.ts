import type { PodSpec } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { checkedPod } from './check.ts';
import type { LevelVersion } from './policy.ts';
import { detailsText, violationsOf } from './standards.ts';

type Part = Partial<Record<keyof PodSpec, unknown>>;
/** Container that satisfies the strictest standard. */
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

test('an ordinary pod satisfies baseline and violates all rules of restricted', () => {
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
      'baseline finds host network and host processes',
      { hostNetwork: true, hostPID: true, hostIPC: false },
      'host namespaces (hostNetwork=true, hostPID=true)',
    ],
    [
      'baseline finds privileged containers',
      withContext({ privileged: true }, {}, { privileged: true }),
      'privileged (containers "a", "c" must not set securityContext.privileged=true)',
    ],
    [
      'baseline finds added capabilities',
      withContext({ capabilities: { add: ['SYS_ADMIN', 'CHOWN', 'NET_RAW'] } }),
      'non-default capabilities (container "a" must not include "NET_RAW", "SYS_ADMIN" in securityContext.capabilities.add)',
    ],
    [
      'baseline finds hostPath volumes',
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
      'baseline finds host ports',
      {
        initContainers: [{ name: 'i', ports: [{ containerPort: 1, hostPort: 8080 }] }],
        containers: [{ name: 'a', ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 1 }] }],
      },
      'hostPort (containers "i", "a" use hostPorts 80, 8080)',
    ],
    [
      'baseline finds probes of other hosts',
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
      'baseline finds an unmasked /proc',
      withContext({ procMount: 'Unmasked' }, { procMount: 'Default' }),
      'procMount (container "a" must not set securityContext.procMount to "Unmasked")',
    ],
    [
      'baseline finds custom SELinux options',
      { securityContext: { seLinuxOptions: { type: 'spc_t', user: 'u' } }, ...withContext({ seLinuxOptions: { role: 'r' } }) },
      'seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: type "spc_t"; user may not be set; role may not be set)',
    ],
    [
      'baseline finds disabled seccomp',
      { securityContext: { seccompProfile: { type: 'Unconfined' } }, ...withContext({ seccompProfile: { type: 'Unconfined' } }) },
      'seccompProfile (pod and container "a" must not set securityContext.seccompProfile.type to "Unconfined")',
    ],
    [
      'baseline finds a disabled AppArmor profile',
      { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
      'forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")',
    ],
    [
      'baseline finds unsafe sysctls',
      { securityContext: { sysctls: [{ name: 'kernel.msgmax' }, { name: 'net.ipv4.tcp_rmem' }, { name: 'toString' }] } },
      'forbidden sysctls (kernel.msgmax, toString)',
    ],
    [
      'baseline finds Windows host processes',
      { securityContext: { windowsOptions: { hostProcess: true } } },
      'hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)',
    ],
  ])('%s', (_, spec, expected) => {
    expect(found('baseline', spec)).toBe(expected);
  });

  test('baseline finds an AppArmor profile in an annotation', () => {
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
      'restricted finds user 0',
      { securityContext: { runAsUser: 0 }, ...withContext({ ...GOOD, runAsUser: 0 }) },
      'runAsUser=0 (pod and container "a" must not set runAsUser=0)',
    ],
    [
      'restricted finds an explicit root user',
      withContext({ ...GOOD, runAsNonRoot: false }),
      'runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)',
    ],
    [
      'restricted finds capabilities beyond NET_BIND_SERVICE',
      withContext({ ...GOOD, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE', 'CHOWN'] } }),
      'unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add)',
    ],
    [
      'restricted finds forbidden volume types, hostPath only once',
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

  test('restricted accepts pod-level settings for all containers', () => {
    const spec = {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Localhost' } },
      ...withContext({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }),
    };
    expect(found('restricted', spec)).toBe('');
  });
});

describe('former versions', () => {
  test.each<[string, LevelVersion['level'], Part, LevelVersion['version'], string]>([
    [
      'version 1.7 has no rule for privilege escalation and dropped capabilities',
      'restricted',
      {},
      7,
      'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
    ],
    [
      'version 1.33 ignores hosts of probes',
      'baseline',
      { containers: [{ name: 'a', livenessProbe: { tcpSocket: { host: 'b', port: 1 } } }] },
      33,
      '',
    ],
    [
      'version 1.26 allows fewer sysctls',
      'baseline',
      { securityContext: { sysctls: [{ name: 'net.ipv4.ip_local_reserved_ports' }] } },
      26,
      'forbidden sysctls (net.ipv4.ip_local_reserved_ports)',
    ],
    [
      'version 1.31 allows SELinux type container_engine_t',
      'baseline',
      withContext({ seLinuxOptions: { type: 'container_engine_t' } }),
      31,
      '',
    ],
    [
      'version 1.24 holds Windows pods to Linux rules',
      'restricted',
      { os: { name: 'windows' }, ...withContext({ runAsNonRoot: true, seccompProfile: { type: 'Localhost' } }) },
      24,
      'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"])',
    ],
    ['version 1.25 exempts Windows pods', 'restricted', { os: { name: 'windows' }, ...withContext({ runAsNonRoot: true }) }, 25, ''],
    [
      'version 1.34 holds pods with user namespaces to runAsNonRoot',
      'restricted',
      { hostUsers: false, ...withContext({ ...GOOD, runAsNonRoot: false }) },
      34,
      'runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)',
    ],
    [
      'version 1.35 exempts pods with user namespaces',
      'restricted',
      { hostUsers: false, ...withContext({ ...GOOD, runAsNonRoot: false, runAsUser: 0 }) },
      35,
      '',
    ],
    ['a future version equals the newest one', 'restricted', { hostUsers: false, ...withContext({ ...GOOD, runAsUser: 0 }) }, 99, ''],
  ])('%s', (_, level, spec, version, expected) => {
    expect(found(level, spec, version)).toBe(expected);
  });

  test('seccomp before 1.19 was an annotation', () => {
    const key = 'seccomp.security.alpha.kubernetes.io/pod';
    expect(found('baseline', {}, 18, { [key]: 'unconfined' })).toBe(`seccompProfile (forbidden annotation ${key}="unconfined")`);
    expect(found('baseline', {}, 19, { [key]: 'unconfined' })).toBe('');
  });
});
