import { copy } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { tryCreate, tryUpdate } from '../testing/attempt.ts';
import { aPod } from '../testing/workloads.ts';
import { podKind } from './pod.kind.ts';
import type { Pod } from './pod.ts';

function created(body: object): { pod: Pod; errors: readonly string[] } {
  const { object, errors } = tryCreate(podKind, body);
  return { pod: object, errors };
}

describe('a pod', () => {
  test("a pod gets a real cluster's defaults", () => {
    const { pod, errors } = created({
      metadata: { name: 'web', namespace: 'default' },
      spec: { containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] }] },
    });
    expect(errors).toEqual([]);
    expect(pod).toEqual({
      metadata: { name: 'web', namespace: 'default', generation: 1 },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'nginx',
            ports: [{ containerPort: 80, protocol: 'TCP' }],
            imagePullPolicy: 'Always',
            resources: {},
            terminationMessagePath: '/dev/termination-log',
            terminationMessagePolicy: 'File',
          },
        ],
        dnsPolicy: 'ClusterFirst',
        enableServiceLinks: true,
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 30,
      },
      status: { phase: 'Pending', qosClass: 'BestEffort' },
    });
  });

  test('a pod gets requests from limits, host ports from ports, and complete pod-level resources', () => {
    const { pod, errors } = created({
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        hostNetwork: true,
        resources: { limits: { cpu: '4', memory: '2Gi' } },
        containers: [
          {
            name: 'web',
            image: 'nginx:1',
            ports: [{ containerPort: 80 }],
            resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } },
          },
        ],
      },
    });
    expect(errors).toEqual([]);
    expect(pod.spec?.containers[0]).toMatchObject({
      ports: [{ containerPort: 80, hostPort: 80, protocol: 'TCP' }],
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '1Gi' } },
    });
    expect(pod.spec?.resources).toEqual({ limits: { cpu: '4', memory: '2Gi' }, requests: { cpu: '500m', memory: '1Gi' } });
    expect(pod.status?.qosClass).toBe('Burstable');
  });

  test.each<[string, string]>([
    ['spec.nodeName', 'node-1'],
    ['spec.host', 'node-1'],
    ['spec.restartPolicy', 'Never'],
    ['spec.schedulerName', 'mine'],
    ['spec.serviceAccountName', 'builder'],
    ['spec.hostNetwork', 'false'],
    ['status.phase', 'Running'],
    ['status.podIP', '10.0.0.1'],
    ['status.podIPs', ''],
    ['status.nominatedNodeName', 'node-2'],
  ])('a pod is selectable by %s', (field, expected) => {
    const pod: Pod = {
      spec: { containers: [], nodeName: 'node-1', restartPolicy: 'Never', schedulerName: 'mine', serviceAccountName: 'builder' },
      status: { phase: 'Running', podIPs: [{ ip: '10.0.0.1' }], nominatedNodeName: 'node-2' },
    };
    expect(podKind.selectableFields[field]?.(pod)).toBe(expected);
    expect(Object.keys(podKind.selectableFields)).toHaveLength(10);
  });

  test('a pod is unchanged by repeated defaults and by an update without changes', () => {
    const pod = aPod({ spec: { volumes: [{ name: 'tmp' }], initContainers: [{ name: 'init', image: 'busybox' }] } } as object);
    const again = copy(pod) as Pod;
    podKind.strategy.default(again);
    expect(again).toEqual(pod);
    expect(tryUpdate(podKind, pod, () => {})).toEqual({ object: pod, errors: [], warnings: [] });
  });

  test.each<[string, object]>([
    [
      'with a restart policy in its container',
      { containers: [{ name: 'c', image: 'my-app:1.0.0', ports: [{ containerPort: 3000 }], restartPolicy: 'OnFailure' }] },
    ],
    [
      'that waits for a service',
      {
        containers: [{ name: 'nginx', image: 'nginx' }],
        initContainers: [
          { name: 'wait', image: 'busybox', command: ['sh', '-c', 'until nslookup myservice; do echo waiting..; sleep 1; done;'] },
        ],
      },
    ],
    ['with a liveness probe', { containers: [{ name: 'c', image: 'nginx', livenessProbe: { httpGet: { port: 80, path: '/' } } }] }],
    [
      'with a gate of its own',
      { containers: [{ name: 'c', image: 'nginx' }], readinessGates: [{ conditionType: 'www.example.com/feature-1' }] },
    ],
  ])('a pod %s is valid', (_, spec) => {
    expect(created({ metadata: { name: 'my-pod', namespace: 'default' }, spec }).errors).toEqual([]);
  });

  test('a pod without spec gets default fields, and lacks containers', () => {
    expect(created({ metadata: { name: 'my-pod', namespace: 'default' } }).errors).toEqual(['spec.containers: Required value']);
  });

  test('a pod without a name is refused', () => {
    expect(created({ metadata: { namespace: 'default' }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } }).errors).toEqual([
      'metadata.name: Required value: name or generateName is required',
    ]);
  });
});
