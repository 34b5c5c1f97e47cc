import { describe, expect, it } from 'vitest';
import { tryCreate } from '../testing/attempt.ts';
import { podKind } from './pod.kind.ts';
import type { Pod } from './pod.ts';

function created(body: object): { pod: Pod; errors: readonly string[] } {
  const { object, errors } = tryCreate(podKind, body);
  return { pod: object, errors };
}

describe('a pod', () => {
  it('gets the defaults a real cluster gives it', () => {
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

  it('requests what it limits, publishes its ports with the host network, completes resources of the whole', () => {
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

  it.each<[string, string]>([
    ['spec.nodeName', 'node-1'],
    ['spec.restartPolicy', 'Never'],
    ['spec.schedulerName', 'mine'],
    ['spec.serviceAccountName', 'builder'],
    ['spec.hostNetwork', 'false'],
    ['status.phase', 'Running'],
    ['status.podIP', '10.0.0.1'],
    ['status.nominatedNodeName', 'node-2'],
  ])('is found by %s', (field, expected) => {
    const pod: Pod = {
      spec: { containers: [], nodeName: 'node-1', restartPolicy: 'Never', schedulerName: 'mine', serviceAccountName: 'builder' },
      status: { phase: 'Running', podIPs: [{ ip: '10.0.0.1' }], nominatedNodeName: 'node-2' },
    };
    expect(podKind.selectableFields[field]?.(pod)).toBe(expected);
    expect(Object.keys(podKind.selectableFields)).toHaveLength(8);
  });
});
