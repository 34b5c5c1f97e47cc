import type { Container, Pod } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { declaredContainer } from './declared-container.ts';

const pod = (spec: Partial<NonNullable<Pod['spec']>>): Pod => ({ spec: { containers: [], ...spec } });

describe('a container', () => {
  test.each<[string, Partial<Container>, number[]]>([
    ['without ports', {}, []],
    [
      'with ports of which one is of UDP',
      { ports: [{ containerPort: 9090 }, { containerPort: 53, protocol: 'UDP' }, { containerPort: 80 }] },
      [80, 9090],
    ],
    [
      'with probes of named, numbered and equal ports',
      {
        ports: [{ containerPort: 8080, name: 'http' }],
        livenessProbe: { httpGet: { port: 'http', path: '/' } },
        readinessProbe: { tcpSocket: { port: 9000 } },
        startupProbe: { grpc: { port: 5000 } },
      },
      [5000, 8080, 9000],
    ],
    [
      'with a probe of a command, and one of a port that has no number',
      { livenessProbe: { exec: {} }, readinessProbe: { tcpSocket: { port: 'x' } } },
      [],
    ],
  ])('a container with %s is expected to listen on them', (_, container, ports) => {
    expect(declaredContainer(pod({}), { name: 'app', ...container })).toEqual({ ports, ends: false });
  });

  const init: Container = { name: 'init' };
  const sidecar: Container = { name: 'side', restartPolicy: 'Always' };
  test.each<[string, Pod, Container, boolean]>([
    ['an init container', pod({ initContainers: [init] }), init, true],
    ['a sidecar', pod({ initContainers: [sidecar], restartPolicy: 'Never' }), sidecar, false],
    ['a container of a Deployment', pod({ restartPolicy: 'Always' }), { name: 'app' }, false],
    ['a container of a Job', pod({ restartPolicy: 'OnFailure' }), { name: 'app' }, true],
  ])('a container that is %s is expected to exit: %#', (_, of, container, ends) =>
    expect(declaredContainer(of, container).ends).toBe(ends),
  );
});
