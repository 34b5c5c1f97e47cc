import { describe, expect, test } from 'vitest';
import { tryCreate } from '../testing/attempt.ts';
import { podKind } from './pod.kind.ts';

/** Returns the errors of a single-container pod, modified by `container` and `spec`. */
function complaints(container: object, spec: object = {}): readonly string[] {
  const metadata = { name: 'web', namespace: 'default' };
  return tryCreate(podKind, { metadata, spec: { containers: [{ name: 'web', image: 'nginx', ...container }], ...spec } }).errors;
}

const probe = { httpGet: { port: 80 } };
const C = 'spec.containers[0]';
const ENV_NAME = "a valid environment variable name must consist only of printable ASCII characters other than '='";

describe('a container is refused', () => {
  test.each<[string, object, readonly string[]]>([
    ['a port without a number', { ports: [{ name: 'http' }] }, [`${C}.ports[0].containerPort: Required value`]],
    [
      'ports out of range, named badly, of no protocol',
      { ports: [{ containerPort: 70_000, name: 'a--b', protocol: 'HTTP' }] },
      [
        `${C}.ports[0].name: Invalid value: "a--b": must not contain consecutive hyphens`,
        `${C}.ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive`,
        `${C}.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"`,
      ],
    ],
    [
      'two ports of one name and one host port',
      { ports: [80, 81].map((containerPort) => ({ name: 'http', containerPort, hostPort: 8080 })) },
      [`${C}.ports[1].name: Duplicate value: "http"`, `${C}.ports[1].hostPort: Duplicate value: "TCP//8080"`],
    ],
    ['a mount of no volume', { volumeMounts: [{ name: 'data', mountPath: '/data' }] }, [`${C}.volumeMounts[0].name: Not found: "data"`]],
    [
      'a value from two places',
      { env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      [`${C}.env[0].valueFrom: Invalid value: "": may not be specified when \`value\` is not empty`],
    ],
    [
      'a value from nowhere',
      { env: [{ name: 'A', valueFrom: {} }] },
      [
        `${C}.env[0].valueFrom: Invalid value: "": must specify one of: \`fieldRef\`, \`resourceFieldRef\`, \`configMapKeyRef\`, \`secretKeyRef\` or \`fileKeyRef\``,
      ],
    ],
    [
      'a value from a file that is not said',
      {
        env: [
          { name: 'A', valueFrom: { fileKeyRef: { key: 'a=b' } } },
          { name: 'B', valueFrom: { fileKeyRef: { path: '../b' } } },
        ],
      },
      [
        `${C}.env[0].valueFrom.fileKeyRef.key: Invalid value: "a=b": ${ENV_NAME}`,
        `${C}.env[0].valueFrom.fileKeyRef.volumeName: Required value`,
        `${C}.env[0].valueFrom.fileKeyRef.path: Required value`,
        `${C}.env[1].valueFrom.fileKeyRef.key: Required value`,
        `${C}.env[1].valueFrom.fileKeyRef.volumeName: Required value`,
        `${C}.env[1].valueFrom.fileKeyRef.path: Invalid value: "../b": must not contain '..'`,
      ],
    ],
    [
      'a field that no variable shows',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } }] },
      [
        `${C}.env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"`,
      ],
    ],
    [
      'a field that is none',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.nam' } } }] },
      [
        `${C}.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.nam": error converting fieldPath: field label not supported: metadata.nam`,
      ],
    ],
    [
      'variables from nowhere',
      { envFrom: [{}] },
      [`${C}.envFrom: Invalid value: "": must specify one of: \`configMapRef\` or \`secretRef\``],
    ],
    [
      'a request above its limit',
      { resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } },
      [`${C}.resources.requests: Invalid value: "2Gi": must be less than or equal to memory limit of 1Gi`],
    ],
    [
      'less than nothing',
      { resources: { requests: { cpu: '-1' } } },
      [`${C}.resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0`],
    ],
    [
      'a mistyped resource',
      { resources: { requests: { memoty: '1Gi' } } },
      [
        `${C}.resources.requests[memoty]: Invalid value: "memoty": must be a standard resource type or fully qualified`,
        `${C}.resources.requests[memoty]: Invalid value: "memoty": must be a standard resource for containers`,
      ],
    ],
    [
      'half a device',
      { resources: { limits: { 'example.com/gpu': '500m' } } },
      [
        `${C}.resources.limits[example.com/gpu]: Invalid value: "500m": must be an integer`,
        `${C}.resources.requests[example.com/gpu]: Invalid value: "500m": must be an integer`,
      ],
    ],
    ['a probe without a way', { livenessProbe: {} }, [`${C}.livenessProbe: Required value: must specify a handler type`]],
    [
      'a probe with two ways',
      { readinessProbe: { ...probe, exec: { command: ['true'] } } },
      [`${C}.readinessProbe.httpGet: Forbidden: may not specify more than 1 handler type`],
    ],
    [
      'a liveness probe of two successes',
      { livenessProbe: { ...probe, successThreshold: 2, periodSeconds: -1 } },
      [
        `${C}.livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0`,
        `${C}.livenessProbe.successThreshold: Invalid value: 2: must be 1`,
      ],
    ],
    [
      'a grace period of a readiness probe',
      { readinessProbe: { ...probe, terminationGracePeriodSeconds: 5 } },
      [`${C}.readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes`],
    ],
    ['a hook without a command', { lifecycle: { postStart: { exec: {} } } }, [`${C}.lifecycle.postStart.exec.command: Required value`]],
    [
      'a hook that sleeps past the grace period',
      { lifecycle: { preStop: { sleep: { seconds: 60 } } } },
      [`${C}.lifecycle.preStop.sleep: Invalid value: 60: must be non-negative and less than terminationGracePeriodSeconds (30)`],
    ],
    [
      'an unknown pull policy',
      { imagePullPolicy: 'Sometimes' },
      [`${C}.imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"`],
    ],
    ['an image with a blank', { image: 'nginx ' }, [`${C}.image: Invalid value: "nginx ": must not have leading or trailing whitespace`]],
    [
      'restart rules without a policy',
      { restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [3] } }] },
      [`${C}.restartPolicy: Required value: must specify restartPolicy when restart rules are used`],
    ],
  ])('a container is refused with %s', (_, container, expected) => {
    expect(complaints(container)).toEqual(expected);
  });
});

describe('a valid pod', () => {
  test.each<[string, object, object]>([
    ['that restarts one container by a policy of its own', {}, { restartPolicy: 'OnFailure' }],
    ['with a sidecar that is probed', { initContainers: [{ name: 's', image: 's', restartPolicy: 'Always', livenessProbe: probe }] }, {}],
    [
      'with a part of an image for a volume',
      { volumes: [{ name: 'v', image: { reference: 'v' } }] },
      { volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'a' }] },
    ],
    ['whose containers share a volume', { volumes: [{ name: 'v' }] }, { volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
    ['with labels of its own in a variable', {}, { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a']" } } }] }],
    ['as a Windows host process', { hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } }, {}],
    ['that sleeps before it stops', {}, { lifecycle: { preStop: { sleep: { seconds: 30 } } } }],
  ])('a pod %s is valid', (_, spec, container) => {
    expect(complaints(container, spec)).toEqual([]);
  });
});
