import { SeededRandom } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { aService, rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';
import { inClusterIpRange } from './cluster-ip.ts';
import { inNodePortRange } from './node-port.ts';
import { serviceKind } from './service.kind.ts';
import type { Service, ServiceSpec } from './service.ts';
import { validateServiceStatus } from './service.validation.ts';

const META = { name: 'web', namespace: 'default' };

function body(spec: object): object {
  return { apiVersion: 'v1', kind: 'Service', metadata: META, spec };
}

/** A create with allocation, beside `others`. */
function create(spec: object, others: Service[] = []) {
  const { object, errors, warnings } = tryCreate(serviceKind, body(spec));
  const view = { list: () => others, random: new SeededRandom(7) };
  const refused = errors.length > 0 ? errors : texts(serviceKind.strategy.allocate?.(object, undefined, view) ?? []);
  return { object, errors: refused, warnings };
}

const MODE = 'service.kubernetes.io/topology-mode';
const HINTS = 'service.kubernetes.io/topology-aware-hints';

test('errors across ports and of types come last; equivalent annotations must agree', () => {
  const ports = [80, 80].map((port) => ({ name: 'web', port, nodePort: 30080 }));
  const spec = { ports, sessionAffinity: 'Cookie' };
  const { errors } = tryCreate(serviceKind, { ...body(spec), metadata: { ...META, annotations: { [MODE]: 'Auto', [HINTS]: 'auto' } } });
  const stray = "Forbidden: may not be used when `type` is 'ClusterIP'";
  expect(errors).toEqual([
    `metadata.annotations[${MODE}]: Invalid value: "Auto": must match annotations[${HINTS}] when both are specified`,
    'spec.ports[1].name: Duplicate value: "web"',
    'spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"',
    `spec.ports[0].nodePort: ${stray}`,
    `spec.ports[1].nodePort: ${stray}`,
    'spec.ports[1].nodePort: Duplicate value: 30080',
    expect.stringContaining('spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP"'),
  ]);
});

describe('a Service', () => {
  test('a minimal Service gets defaults, an address and its family', () => {
    const { object, errors, warnings } = create({ selector: { app: 'web' }, ports: [{ port: 80 }] });
    const address = object.spec?.clusterIP ?? '';
    expect({ errors, warnings, inRange: inClusterIpRange(address) }).toEqual({ errors: [], warnings: [], inRange: true });
    expect(object).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: META,
      spec: {
        type: 'ClusterIP',
        selector: { app: 'web' },
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
        clusterIP: address,
        clusterIPs: [address],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
      },
      status: { loadBalancer: {} },
    });
  });

  test('a NodePort Service gets a single node port for a port under two protocols', () => {
    const ports = [
      { name: 'dns', port: 53, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      { name: 'web', port: 80, nodePort: 30080 },
    ];
    const { object, errors } = create({ type: 'NodePort', ports });
    const [udp, tcp, web] = (object.spec?.ports ?? []).map((port) => port.nodePort ?? 0);
    expect({ errors, same: udp === tcp, inRange: inNodePortRange(udp ?? 0), web, policy: object.spec?.externalTrafficPolicy }).toEqual({
      errors: [],
      same: true,
      inRange: true,
      web: 30080,
      policy: 'Cluster',
    });
  });

  test('a headless Service keeps None, and declares both families without a selector', () => {
    const owned = create({ clusterIP: 'None', selector: { app: 'web' } }).object.spec;
    const free = create({ clusterIP: 'None' }).object.spec;
    const addressing = (spec: ServiceSpec | undefined) => [spec?.clusterIP, spec?.clusterIPs, spec?.ipFamilies, spec?.ipFamilyPolicy];
    expect(addressing(owned)).toEqual(['None', ['None'], ['IPv4'], 'SingleStack']);
    expect(addressing(free)).toEqual(['None', ['None'], ['IPv4', 'IPv6'], 'RequireDualStack']);
  });

  test('an ExternalName Service gets no address', () => {
    const { object, errors } = create({ type: 'ExternalName', externalName: 'db.example.com.' });
    expect(errors).toEqual([]);
    expect(object.spec).toEqual({ type: 'ExternalName', externalName: 'db.example.com.', sessionAffinity: 'None' });
  });

  test('a Service with client affinity gets three hours', () => {
    const spec = create({ ports: [{ port: 80 }], sessionAffinity: 'ClientIP' }).object.spec;
    expect(spec?.sessionAffinityConfig).toEqual({ clientIP: { timeoutSeconds: 10800 } });
  });
});

describe('a Service is refused', () => {
  const other = aService({
    metadata: { name: 'other' },
    spec: { type: 'NodePort', clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'], ports: [{ port: 1, nodePort: 30001 }] },
  });
  const repeated = '{"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}';
  test.each<[string, object, string[]]>([
    ['without ports', {}, ['spec.ports: Required value']],
    [
      'when ports cannot be told apart',
      { ports: [{ port: 80 }, { port: 80 }] },
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value', `spec.ports[1]: Duplicate value: ${repeated}`],
    ],
    [
      'when a port is none',
      { ports: [{ port: 0, protocol: 'ICMP', targetPort: 'Web' }] },
      [
        'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
        'spec.ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"',
        'spec.ports[0].targetPort: Invalid value: "Web": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      ],
    ],
    [
      'with a node port it cannot have',
      { ports: [{ port: 80, nodePort: 30000 }] },
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    [
      'with an unknown type',
      { type: 'Ingress', ports: [{ port: 80 }] },
      ['spec.type: Unsupported value: "Ingress": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'],
    ],
    [
      'with an unknown affinity',
      { sessionAffinity: 'Cookie', ports: [{ port: 80 }] },
      ['spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"'],
    ],
    [
      'with an endless affinity',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } }, ports: [{ port: 80 }] },
      ['spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400'],
    ],
    ['when a name is missing', { type: 'ExternalName' }, ['spec.externalName: Required value']],
    [
      'when a name has an address',
      { type: 'ExternalName', externalName: 'a.b', clusterIP: '10.96.0.9' },
      ['spec.clusterIPs: Forbidden: may not be set for ExternalName services'],
    ],
    [
      'when a node port has no node',
      { type: 'NodePort', clusterIP: 'None', ports: [{ port: 80 }] },
      ['spec.clusterIPs[0]: Invalid value: "None": may not be set to \'None\' for NodePort services'],
    ],
    [
      'with a malformed address',
      { clusterIP: '10.96.0', ports: [{ port: 80 }] },
      ['spec.clusterIPs[0]: Invalid value: "10.96.0": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ],
    [
      'with an address outside of the range',
      { clusterIP: '192.168.1.1', ports: [{ port: 80 }] },
      [
        'spec.clusterIPs: Invalid value: ["192.168.1.1"]: failed to allocate IP 192.168.1.1: the provided network does not match the current range',
      ],
    ],
    [
      'with the address of another',
      { clusterIP: '10.96.0.1', ports: [{ port: 80 }] },
      ['spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated'],
    ],
    [
      'with the node port of another',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 30001 }] },
      ['spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated'],
    ],
    [
      'with a node port outside of the range',
      { type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] },
      ['spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767'],
    ],
    [
      'when it wants two families',
      { ipFamilyPolicy: 'RequireDualStack', ports: [{ port: 80 }] },
      ['spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services'],
    ],
    [
      'when it wants the other family',
      { ipFamilies: ['IPv6'], ports: [{ port: 80 }] },
      ['spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'],
    ],
    [
      'with a loopback address',
      { externalIPs: ['127.0.0.1', 'x'], ports: [{ port: 80 }] },
      [
        'spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
        'spec.externalIPs[1]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
    [
      'when it is no balancer',
      { loadBalancerSourceRanges: ['10.0.0.0/33'], allocateLoadBalancerNodePorts: true, loadBalancerClass: 'x/y', ports: [{ port: 80 }] },
      [
        "spec.LoadBalancerSourceRanges: Forbidden: may only be used when `type` is 'LoadBalancer'",
        'spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
        "spec.allocateLoadBalancerNodePorts: Forbidden: may only be used when `type` is 'LoadBalancer'",
        "spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'",
      ],
    ],
    [
      'with policies it cannot have',
      { externalTrafficPolicy: 'Local', internalTrafficPolicy: 'Near', trafficDistribution: 'Far', ports: [{ port: 80 }] },
      [
        'spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services',
        'spec.internalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"',
        'spec.trafficDistribution: Unsupported value: "Far": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"',
      ],
    ],
  ])('a Service is refused: %s', (_, spec, expected) => {
    expect(create(spec, [other]).errors).toEqual(expected);
  });

  test('a status with load balancers of another type is refused', () => {
    expect(texts(validateServiceStatus(aService({ status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } } })))).toEqual([
      "status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'",
    ]);
  });
});

test('the ipMode of an address has two values, and requires an address', () => {
  const ingress = [
    { ip: '1.2.3.4', ipMode: 'Magic' },
    { hostname: 'lb.example.com', ipMode: 'VIP' },
    { ip: '1.2.3.4', ipMode: 'Proxy' },
  ];
  const errors = validateServiceStatus(aService({ spec: { type: 'LoadBalancer' }, status: { loadBalancer: { ingress } } }));
  expect(texts(errors)).toEqual([
    'status.loadBalancer.ingress[0].ipMode: Unsupported value: "Magic": supported values: "Proxy", "VIP"',
    'status.loadBalancer.ingress[1].ipMode: Forbidden: may not be specified when `ip` is not set',
  ]);
});

describe('an update of a Service', () => {
  const nodePort = aService({ spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30080 }] } });

  test('an update without allocated values keeps them', () => {
    const { object, errors } = tryUpdate(serviceKind, nodePort, (draft) => {
      draft.spec = { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] };
    });
    expect({ errors, ip: object.spec?.clusterIPs, port: object.spec?.ports?.[0]?.nodePort }).toEqual({
      errors: [],
      ip: ['10.96.1.1'],
      port: 30080,
    });
  });

  test('an update to ClusterIP releases node ports', () => {
    const { object, errors } = tryUpdate(serviceKind, nodePort, (draft) => Object.assign(draft.spec!, { type: 'ClusterIP' }));
    const { ports, externalTrafficPolicy } = object.spec ?? {};
    expect({ errors, ports, externalTrafficPolicy }).toEqual({
      errors: [],
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      externalTrafficPolicy: undefined,
    });
  });

  test('an update to ExternalName releases the address', () => {
    const { object, errors } = tryUpdate(serviceKind, aService(), (draft) =>
      Object.assign(draft.spec!, { type: 'ExternalName', externalName: 'a.b' }),
    );
    const { clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy } = object.spec ?? {};
    expect({ errors, left: [clusterIP, clusterIPs, ipFamilies, ipFamilyPolicy] }).toEqual({
      errors: [],
      left: [undefined, undefined, undefined, undefined],
    });
  });

  test('an update cannot change the address', () => {
    const { errors } = tryUpdate(serviceKind, aService(), (draft) => Object.assign(draft.spec!, { clusterIP: '10.96.1.2' }));
    expect(errors).toEqual(['spec.clusterIPs[0]: Invalid value: ["10.96.1.2"]: may not change once set']);
  });
});

test('a Service with ignored fields causes a warning', () => {
  const { warnings } = create({
    clusterIP: 'None',
    externalIPs: ['1.2.3.4'],
    externalName: 'x',
    trafficDistribution: 'PreferClose',
    ports: [{ port: 80 }],
  });
  expect(warnings).toEqual([
    'spec.externalIPs is ignored for headless services',
    'spec.externalName is ignored when spec.type is not "ExternalName"',
    'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
  ]);
});

describe('kubectl get services prints', () => {
  const now = Date.parse('2026-01-01T00:00:42Z');
  test('kubectl get services prints a plain Service', () => {
    expect(rowOf(serviceKind, aService(), now)).toEqual({
      Name: 'web',
      Type: 'ClusterIP',
      'Cluster-IP': '10.96.1.1',
      'External-IP': '<none>',
      'Port(s)': '80/TCP',
      Age: '42s',
      'Selector (wide)': 'app=web',
    });
  });

  test.each<[string, Service, string, string]>([
    [
      'node ports',
      aService({
        spec: {
          type: 'NodePort',
          ports: [
            { port: 80, nodePort: 30080 },
            { port: 53, protocol: 'UDP' },
          ],
        },
      }),
      '<none>',
      '80:30080/TCP,53/UDP',
    ],
    ['a balancer that is awaited', aService({ spec: { type: 'LoadBalancer' } }), '<pending>', '80/TCP'],
    [
      'balancers, all of them',
      aService({
        spec: { type: 'LoadBalancer' },
        status: { loadBalancer: { ingress: [{ hostname: 'lb.example.com' }, { ip: '1.2.3.4' }] } },
      }),
      '1.2.3.4,lb.example.com',
      '80/TCP',
    ],
    ['a name', aService({ spec: { type: 'ExternalName', externalName: 'db.example.com', ports: [] } }), 'db.example.com', '<none>'],
  ])('kubectl get services prints %s', (_, service, external, ports) => {
    const row = rowOf(serviceKind, service, now);
    expect([row['External-IP'], row['Port(s)']]).toEqual([external, ports]);
  });
});
