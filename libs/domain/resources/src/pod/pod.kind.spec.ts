import { describe, expect, it } from 'vitest';
import { podKind } from './pod.kind.ts';
import type { Pod } from './pod.ts';

const context = { now: Date.parse('2026-01-01T00:00:00Z'), subresource: '', user: 'admin' };

function created(pod: object): { pod: Pod; errors: string[] } {
  const draft = structuredCloneOf(pod) as Pod;
  podKind.strategy.default(draft);
  podKind.strategy.prepareForCreate(draft, context);
  return { pod: draft, errors: podKind.strategy.validate(draft).map(({ field, message }) => `${field}: ${message}`) };
}

function structuredCloneOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
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
});
