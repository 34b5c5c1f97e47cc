import { describe, expect, test } from 'vitest';
import { tryCreate } from '../testing/attempt.ts';
import { podKind } from './pod.kind.ts';

/** Returns the errors of a single-container pod, modified by `spec`. */
function complaints(spec: object): readonly string[] {
  const metadata = { name: 'web', namespace: 'default' };
  return tryCreate(podKind, { metadata, spec: { containers: [{ name: 'web', image: 'nginx' }], ...spec } }).errors;
}

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const UNDERSCORED =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const probe = { httpGet: { port: 80 } };
const C = 'spec.containers[0]';

describe('the spec of a pod is refused', () => {
  test.each<[string, object, readonly string[]]>([
    ['no containers', { containers: [] }, ['spec.containers: Required value']],
    ['a container without name and image', { containers: [{}] }, [`${C}.name: Required value`, `${C}.image: Required value`]],
    ['a name in capitals', { containers: [{ name: 'Web', image: 'nginx' }] }, [`${C}.name: Invalid value: "Web": ${LABEL}`]],
    [
      'two containers of one name',
      { containers: [0, 1].map(() => ({ name: 'web', image: 'nginx' })) },
      ['spec.containers[1].name: Duplicate value: "web"'],
    ],
    [
      'restart rules of init containers without a policy, and with one that needs none',
      {
        initContainers: [
          { name: 'a', image: 'a', restartPolicyRules: [{}] },
          { name: 'b', image: 'b', restartPolicy: 'Always', restartPolicyRules: [{}] },
        ],
      },
      [
        'spec.initContainers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used',
        'spec.initContainers[1].restartPolicyRules: Forbidden: restartPolicyRules are not allowed for init containers with restart policy Always',
      ],
    ],
    [
      'what its users would share with the host',
      {
        hostUsers: false,
        hostNetwork: true,
        hostPID: true,
        volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'v' } }],
        containers: [{ name: 'a', image: 'a', volumeDevices: [{ name: 'v', devicePath: '/v' }] }],
      },
      ['hostNetwork', 'HostPID', 'containers[0].volumeDevices'].map((field) => `spec.${field}: Forbidden: when \`hostUsers\` is false`),
    ],
    [
      'variables from files of volumes that are not there, or not to write to',
      {
        volumes: [
          { name: 'c', configMap: { name: 'c' } },
          { name: 'e', emptyDir: {} },
        ],
        containers: [
          {
            name: 'a',
            image: 'a',
            env: ['b', 'c', 'e'].map((volumeName) => ({ name: 'A', valueFrom: { fileKeyRef: { key: 'A', path: '..a', volumeName } } })),
          },
        ],
      },
      [
        `${C}.env[0].valueFrom.fileKeyRef.volumeName: Not found: "b"`,
        `${C}.env[1].valueFrom.fileKeyRef.volumeName: Invalid value: "c": referenced volume must be of type emptyDir`,
      ],
    ],
    [
      'a restart on resize of what never restarts',
      {
        restartPolicy: 'Never',
        containers: [{ name: 'a', image: 'a', resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }],
      },
      [`${C}.resizePolicy: Invalid value: "RestartContainer": must be 'NotRequired' when pod \`restartPolicy\` is 'Never'`],
    ],
    [
      'resources of the whole that are no such, or do not hold those of its containers',
      {
        resources: {
          requests: { cpu: '1', 'ephemeral-storage': '1Gi' },
          limits: { cpu: '2', 'ephemeral-storage': '1Gi', 'hugepages-2Mi': '2Mi' },
        },
        containers: ['a', 'b'].map((name) => ({
          name,
          image: 'a',
          resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '3', 'hugepages-2Mi': '2Mi', memory: '1Gi' } },
        })),
      },
      [
        'spec.resources.limits[ephemeral-storage]: Unsupported value: "ephemeral-storage": supported values: "cpu", "hugepages-", "memory"',
        'spec.resources.requests[ephemeral-storage]: Unsupported value: "ephemeral-storage": supported values: "cpu", "hugepages-", "memory"',
        'spec.resources.requests[cpu]: Invalid value: "1": must be greater than or equal to aggregate container requests of 2',
        'spec.resources.limits[hugepages-2Mi]: Invalid value: "2Mi": must be greater than or equal to aggregate container limits of 4Mi',
        'spec.resources.containers[0][cpu].limits: Invalid value: "3": must be less than or equal to pod limits of 2',
        'spec.resources.containers[1][cpu].limits: Invalid value: "3": must be less than or equal to pod limits of 2',
      ],
    ],
    [
      'resources of the whole on Windows',
      { os: { name: 'windows' }, resources: { limits: { cpu: '1' } } },
      ['spec.resources: Forbidden: may not be set for a windows pod'],
    ],
    [
      'a toleration that compares, and one that does what nobody knows',
      { tolerations: ['Gt', 'Like'].map((operator) => ({ key: 'a', operator, value: '1' })) },
      [
        'spec.tolerations[0].operator: Unsupported value: "Gt": supported values: "Equal", "Exists", "Lt", "Gt"',
        'spec.tolerations[1].operator: Unsupported value: "Like": supported values: "Equal", "Exists"',
      ],
    ],
    [
      'an init container named as a container',
      { initContainers: [{ name: 'web', image: 'nginx' }] },
      ['spec.initContainers[0].name: Duplicate value: "web"'],
    ],
    [
      'a probe of a plain init container',
      { initContainers: [{ name: 'init', image: 'busybox', livenessProbe: probe, lifecycle: {} }] },
      [
        'spec.initContainers[0].lifecycle: Forbidden: may not be set for init containers without restartPolicy=Always',
        'spec.initContainers[0].livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always',
      ],
    ],
    [
      'an unknown restart policy',
      { restartPolicy: 'Sometimes' },
      ['spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"'],
    ],
    [
      'an unknown DNS policy',
      { dnsPolicy: 'None!' },
      ['spec.dnsPolicy: Unsupported value: "None!": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"'],
    ],
    [
      'DNS of its own without a server',
      { dnsPolicy: 'None' },
      ['spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
    ],
    [
      'policies of groups and labels that are none',
      { securityContext: { supplementalGroupsPolicy: 'Some', seLinuxChangePolicy: 'Mount' } },
      [
        'spec.securityContext.supplementalGroupsPolicy: Unsupported value: "Some": supported values: "Merge", "Strict"',
        'spec.securityContext.seLinuxChangePolicy: Unsupported value: "Mount": supported values: "MountOption", "Recursive"',
      ],
    ],
    [
      'a search for what is no DNS name',
      { dnsConfig: { searches: ['.', '_sip._tcp.a_b.example.com.', 'a_.b'] } },
      [`spec.dnsConfig.searches[2]: Invalid value: "a_.b": ${UNDERSCORED}`],
    ],
    [
      'a git repository checked out elsewhere',
      { volumes: [{ name: 'v', gitRepo: { directory: '../src' } }] },
      [
        'spec.volumes[0].gitRepo.repository: Required value',
        'spec.volumes[0].gitRepo.directory: Invalid value: "../src": must not contain \'..\'',
      ],
    ],
    [
      'a deadline of nothing',
      { activeDeadlineSeconds: 0 },
      ['spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
    ],
    [
      'a volume of two kinds',
      { volumes: [{ name: 'v', emptyDir: {}, hostPath: { path: '/' } }] },
      ['spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
    ],
    ['two volumes of one name', { volumes: [{ name: 'v' }, { name: 'v' }] }, ['spec.volumes[1].name: Duplicate value: "v"']],
    [
      'volumes that lack what they are made of',
      {
        volumes: [
          { name: 'a', secret: {} },
          { name: 'b', configMap: {} },
          { name: 'c', persistentVolumeClaim: {} },
        ],
      },
      [
        'spec.volumes[0].secret.secretName: Required value',
        'spec.volumes[1].configMap.name: Required value',
        'spec.volumes[2].persistentVolumeClaim.claimName: Required value',
      ],
    ],
    [
      'a key that leaves its volume',
      { volumes: [{ name: 'a', configMap: { name: 'c', items: [{ key: 'k', path: '../k' }] } }] },
      ['spec.volumes[0].configMap.items[0].path: Invalid value: "../k": must not contain \'..\''],
    ],
    [
      'host ports beside the host network',
      { hostNetwork: true, containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80, hostPort: 8080 }] }] },
      [`${C}.ports[0].hostPort: Invalid value: 8080: must match \`containerPort\` when \`hostNetwork\` is true`],
    ],
    [
      'tolerations that make no sense',
      {
        tolerations: [
          { value: 'x' },
          { key: 'a', operator: 'Exists', value: 'x' },
          { key: 'a', tolerationSeconds: 3 },
          { key: 'a', effect: 'Never' },
        ],
      },
      [
        'spec.tolerations[0].operator: Invalid value: "": operator must be Exists when `key` is empty, which means "match all values and all keys"',
        'spec.tolerations[1].operator: Invalid value: "x": value must be empty when `operator` is \'Exists\'',
        'spec.tolerations[2].effect: Invalid value: "": effect must be \'NoExecute\' when `tolerationSeconds` is set',
        'spec.tolerations[3].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
      ],
    ],
    [
      'node affinity without a term, and with a bad one',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] },
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 0, preference: { matchExpressions: [{ key: 'a', operator: 'In' }] } },
            ],
          },
        },
      },
      [
        'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
        'spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100',
        "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
      ],
    ],
    [
      'pod affinity without a topology',
      { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {} }] } } },
      [
        'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty',
        'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty',
        "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
      ],
    ],
    [
      'spreading over nothing',
      { topologySpreadConstraints: [{ maxSkew: 0, topologyKey: '', whenUnsatisfiable: 'Panic' }] },
      [
        'spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero',
        'spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty',
        'spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Panic": supported values: "DoNotSchedule", "ScheduleAnyway"',
      ],
    ],
    ['a gate twice', { schedulingGates: [{ name: 'a' }, { name: 'a' }] }, ['spec.schedulingGates[1]: Duplicate value: "a"']],
    [
      'a node before the gates are open',
      { schedulingGates: [{ name: 'a' }], nodeName: 'node-1' },
      ['spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'],
    ],
    [
      'an ephemeral container from the start',
      { ephemeralContainers: [{ name: 'debug', image: 'busybox' }] },
      ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
    ],
    [
      'a user below zero',
      { securityContext: { runAsUser: -1 } },
      ['spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive'],
    ],
    ['an unknown system', { os: { name: 'plan9' } }, ['spec.os: Unsupported value: "plan9": supported values: "linux", "windows"']],
    [
      'Linux settings on Windows',
      {
        os: { name: 'windows' },
        hostPID: true,
        shareProcessNamespace: false,
        securityContext: { runAsUser: 1, seLinuxOptions: {}, fsGroup: 1 },
      },
      [
        'spec.securityContext.seLinuxOptions: Forbidden: cannot be set for a windows pod',
        'spec.hostPID: Forbidden: cannot be set for a windows pod',
        'spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod',
        'spec.shareProcessNamespace: Forbidden: cannot be set for a windows pod',
        'spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod',
      ],
    ],
    [
      'Windows settings on Linux',
      { os: { name: 'linux' }, securityContext: { windowsOptions: {} } },
      ['spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod'],
    ],
    [
      'a host process without the host network',
      { securityContext: { windowsOptions: { hostProcess: true } } },
      ['spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers'],
    ],
    [
      'a host process beside another container',
      {
        hostNetwork: true,
        containers: [
          { name: 'a', image: 'a', securityContext: { windowsOptions: { hostProcess: true } } },
          { name: 'b', image: 'b' },
        ],
      },
      ['spec: Invalid value: "": If pod contains any hostProcess containers then all containers must be HostProcess containers'],
    ],
    [
      'a token without an account',
      { volumes: [{ name: 't', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] },
      ['spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set'],
    ],
    ['a host name in capitals', { hostname: 'Web' }, [`spec.hostname: Invalid value: "Web": ${LABEL}`]],
    [
      'overhead of nothing known',
      { overhead: { cpus: '1' } },
      [
        'spec.overhead.limits[cpus]: Invalid value: "cpus": must be a standard resource type or fully qualified',
        'spec.overhead.limits[cpus]: Invalid value: "cpus": must be a standard resource for containers',
      ],
    ],
  ])('a pod is refused with %s', (_, spec, expected) => {
    expect(complaints(spec)).toEqual(expected);
  });
});
