import { describe, expect, test } from 'vitest';
import type { PodTemplateSpec } from './pod-spec.ts';
import { warningsOfPod } from './pod-spec-warnings.ts';

const web = { name: 'web', image: 'nginx' };

function warningsOf(spec: object, annotations: Record<string, string> = {}): string[] {
  return warningsOfPod({ metadata: { annotations }, spec: { containers: [web], ...spec } } as PodTemplateSpec, '');
}

const port = (fields: object) => ({ containerPort: 80, protocol: 'TCP', ...fields });
const withPorts = (...ports: object[]) => ({ containers: [{ ...web, ports }] });
const withEnv = (...env: object[]) => ({ containers: [{ ...web, env }] });

test('an unsuspicious pod causes no warning', () => {
  expect(warningsOf({ volumes: [{ name: 'tmp', emptyDir: {} }], ...withPorts(port({ name: 'http' })) })).toEqual([]);
});

test("a template's warnings have its path", () => {
  const template = {
    metadata: { annotations: { 'security.alpha.kubernetes.io/sysctls': 'a=b' } },
    spec: { containers: [web], terminationGracePeriodSeconds: -1 },
  };
  expect(warningsOfPod(template, 'spec.template')).toEqual([
    'spec.template.metadata.annotations[security.alpha.kubernetes.io/sysctls]: non-functional in v1.11+; use the "sysctls" field instead',
    'spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
  ]);
});

describe('warnings', () => {
  const none = '$(A)';
  test.each<[string, object, string[]]>([
    [
      'a pull secret without a name, and of one told twice',
      { imagePullSecrets: [{ name: 'a' }, { name: 'a' }, { name: '' }] },
      ['spec.imagePullSecrets[1].name: duplicate name "a"', 'spec.imagePullSecrets[2].name: invalid empty name ""'],
    ],
    [
      'an address with two lists of names',
      { hostAliases: [{ ip: '10.0.0.1' }, { ip: '10.0.0.1' }] },
      ['spec.hostAliases[1].ip: duplicate ip "10.0.0.1"'],
    ],
    [
      'addresses with leading zeros',
      { dnsConfig: { nameservers: ['010.0.0.1'] }, hostAliases: [{ ip: '10.0.0.01' }] },
      [
        'spec.dnsConfig.nameservers[0]: non-standard IP address "010.0.0.1" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
        'spec.hostAliases[0].ip: non-standard IP address "10.0.0.01" will be considered invalid in a future Kubernetes release: use "10.0.0.1"',
      ],
    ],
    [
      'half bytes',
      {
        overhead: { memory: '100m' },
        containers: [{ ...web, resources: { limits: { memory: '1500m' }, requests: { memory: '500m', cpu: '500m' } } }],
      },
      [
        'spec.overhead[memory]: fractional byte value "100m" is invalid, must be an integer',
        'spec.containers[0].resources.limits[memory]: fractional byte value "1500m" is invalid, must be an integer',
        'spec.containers[0].resources.requests[memory]: fractional byte value "500m" is invalid, must be an integer',
      ],
    ],
    [
      'a variable that hides another',
      withEnv({ name: 'A', value: '1' }, { name: 'A', value: '2' }),
      ['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'],
    ],
    [
      'a variable that is itself',
      withEnv({ name: 'A', value: '1' }, { name: 'A', value: none }),
      ['spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'],
    ],
    ['no variable that goes on from another', withEnv({ name: 'A', value: '1' }, { name: 'A', value: `${none}2` }), []],
    [
      'a port that is there twice',
      withPorts(port({}), port({})),
      ['spec.containers[0].ports[1]: duplicate port definition with spec.containers[0].ports[0]'],
    ],
    [
      'a port that is there with the host and without',
      withPorts(port({ hostPort: 80 }), port({})),
      ['spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]'],
    ],
    [
      'a port of one address and of all',
      withPorts(port({ hostPort: 80 }), port({ hostPort: 80, hostIP: '10.0.0.1' })),
      ['spec.containers[0].ports[1]: dangerously ambiguous port definition with spec.containers[0].ports[0]'],
    ],
    ['no port that is another of the host', withPorts(port({ hostPort: 80 }), port({ hostPort: 81 })), []],
    [
      'an address of the host without a port of it',
      withPorts(port({ name: 'http', hostIP: '10.0.0.1' })),
      ['spec.containers[0].ports[0]: hostIP set without hostPort: {Name:http HostPort:0 ContainerPort:80 Protocol:TCP HostIP:10.0.0.1}'],
    ],
    [
      'a name that ports of two containers have',
      {
        containers: [{ ...web, ports: [port({ name: 'http' })] }],
        initContainers: [{ ...web, name: 'init', ports: [port({ name: 'http', containerPort: 81 })] }],
      },
      [
        'spec.containers[0].ports[0]: duplicate port name "http" with spec.initContainers[0].ports[0], services and probes that select ports by name will use spec.initContainers[0].ports[0]',
      ],
    ],
    [
      'terms that choose no pod',
      {
        affinity: {
          podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone' }] },
          podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: { topologyKey: 'zone' } }] },
        },
      },
      [
        'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod',
        'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod',
      ],
    ],
    [
      'old kinds of volumes',
      {
        volumes: [
          { name: 'a', gitRepo: { repository: 'x' } },
          { name: 'b', storageos: { volumeName: 'b' } },
        ],
      },
      ['spec.volumes[0].gitRepo: deprecated in v1.11', 'spec.volumes[1].storageOS: deprecated in v1.22, non-functional in v1.25+'],
    ],
    [
      'a claim for half a byte',
      {
        volumes: [
          {
            name: 'a',
            ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '100m' }, limits: { storage: '200m' } } } } },
          },
        ],
      },
      [
        'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "100m" is invalid, must be an integer',
        'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.limits[storage]: fractional byte value "200m" is invalid, must be an integer',
      ],
    ],
    [
      'files on one another',
      {
        volumes: [
          {
            name: 'a',
            configMap: {
              name: 'c',
              items: [
                { key: 'x', path: 'etc/' },
                { key: 'y', path: 'etc/y' },
                { key: 'z', path: 'etcetera' },
              ],
            },
          },
        ],
      },
      ['volume "a" (ConfigMap "c"): overlapping paths: "etc/y" with "etc"'],
    ],
    [
      'files of two sources on one another',
      {
        volumes: [
          {
            name: 'a',
            projected: {
              sources: [{}, { serviceAccountToken: { path: 'token' } }, { secret: { name: 's', items: [{ key: 'x', path: 'token' }] } }],
            },
          },
        ],
      },
      [
        'volume "a" (Projected) has no sources provided',
        'volume "a" (Projected): overlapping paths: "token" (Secret "s") with "token" (ServiceAccountToken)',
      ],
    ],
  ])('a warning is returned for %s', (_, spec, expected) => {
    expect(warningsOf(spec)).toEqual(expected);
  });

  test('profiles in annotations only cause a warning', () => {
    const annotations = {
      'scheduler.alpha.kubernetes.io/critical-pod': '',
      'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default',
      'container.seccomp.security.alpha.kubernetes.io/web': 'runtime/default',
      'container.apparmor.security.beta.kubernetes.io/web': 'runtime/default',
    };
    const ofPod = [
      'metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
      'metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead',
      'metadata.annotations[container.seccomp.security.alpha.kubernetes.io/web]: non-functional in v1.27+; use the "seccompProfile" field instead',
    ];
    expect(warningsOf({}, annotations)).toEqual(ofPod);
    const ofTemplate = warningsOfPod({ metadata: { annotations }, spec: { containers: [web] } } as PodTemplateSpec, 'spec.template');
    expect(ofTemplate).toEqual(
      [
        ...ofPod,
        'metadata.annotations[container.apparmor.security.beta.kubernetes.io/web]: deprecated since v1.30; use the "appArmorProfile" field instead',
      ].map((text) => `spec.template.${text}`),
    );
    const profile = { type: 'RuntimeDefault' };
    const told = {
      securityContext: { seccompProfile: profile, appArmorProfile: profile },
      containers: [{ ...web, securityContext: { seccompProfile: profile } }],
    };
    expect(warningsOf(told, annotations)).toHaveLength(1);
  });
});
