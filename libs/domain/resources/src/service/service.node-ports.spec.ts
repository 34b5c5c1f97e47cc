import { copy, SeededRandom } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { aService, texts } from '../testing/index.ts';
import { allocateNodePorts } from './service.node-ports.ts';
import type { Service, ServiceSpec } from './service.ts';

const other = aService({ metadata: { name: 'other' }, spec: { type: 'NodePort', ports: [{ port: 1, nodePort: 30001 }] } });

/** Returns errors, and the resulting node ports. */
function allocate(spec: ServiceSpec, previous?: Service) {
  const draft: Service = { spec: copy(spec) };
  const errors = texts(allocateNodePorts(draft, previous, [other], new SeededRandom(7)));
  return { errors, nodePorts: (draft.spec?.ports ?? []).map(({ nodePort }) => nodePort), healthCheck: draft.spec?.healthCheckNodePort };
}

const web = { name: 'web', port: 80, protocol: 'TCP' };

describe('a new Service', () => {
  test('a new Service shares a node port between two protocols, also an explicit one', () => {
    const { errors, nodePorts } = allocate({
      type: 'NodePort',
      ports: [web, { name: 'quic', port: 80, protocol: 'UDP', nodePort: 30080 }],
    });
    expect({ errors, nodePorts }).toEqual({ errors: [], nodePorts: [30080, 30080] });
  });

  test('a new Service may name different node ports for two protocols', () => {
    const ports = [
      { ...web, nodePort: 30080 },
      { name: 'quic', port: 80, protocol: 'UDP', nodePort: 30081 },
    ];
    expect(allocate({ type: 'NodePort', ports })).toMatchObject({ errors: [], nodePorts: [30080, 30081] });
  });

  test('a new Service cannot name the same node port for two ports', () => {
    const ports = [
      { ...web, nodePort: 30080 },
      { name: 'dns', port: 53, protocol: 'UDP', nodePort: 30080 },
    ];
    expect(allocate({ type: 'NodePort', ports }).errors).toEqual([
      'spec.ports[1].nodePort: Invalid value: 30080: provided port is already allocated',
    ]);
  });

  test('a new Service without balancer node ports gets only explicit ones', () => {
    const ports = [web, { name: 'dns', port: 53, nodePort: 30053 }];
    const { nodePorts } = allocate({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports });
    expect(nodePorts).toEqual([undefined, 30053]);
  });
});

describe('a changed Service', () => {
  const previous = aService({ spec: { type: 'NodePort', ports: [{ ...web, nodePort: 30080 }] } });

  test('a changed Service keeps its node ports, and gets another for a second protocol', () => {
    const { errors, nodePorts } = allocate(
      {
        type: 'NodePort',
        ports: [
          { ...web, nodePort: 30080 },
          { name: 'quic', port: 80, protocol: 'UDP' },
        ],
      },
      previous,
    );
    expect({ errors, first: nodePorts[0], same: nodePorts[0] === nodePorts[1], second: typeof nodePorts[1] }).toEqual({
      errors: [],
      first: 30080,
      same: false,
      second: 'number',
    });
  });

  test("a changed Service cannot use another's node port", () => {
    expect(allocate({ type: 'NodePort', ports: [{ ...web, nodePort: 30001 }] }, previous).errors).toEqual([
      'spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated',
    ]);
  });
});

describe('the health check port', () => {
  const checked = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ ...web, nodePort: 30080 }] };

  test('the health check port is allocated by default', () => {
    expect(allocate(checked).healthCheck).toBeGreaterThanOrEqual(30_000);
  });

  test('the health check port in use fails the request, as upstream', () => {
    expect(() => allocate({ ...checked, healthCheckNodePort: 30001 })).toThrow(
      'Internal error occurred: failed to allocate requested HealthCheck NodePort 30001: provided port is already allocated',
    );
  });
});
