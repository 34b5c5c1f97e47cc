import type { PodSpec } from '@klockwork/kubernetes-types';
import { describe, expect, test } from 'vitest';
import { podDns, podHostname, sandboxSpec } from './sandbox-spec.ts';

const pod = (spec: Partial<PodSpec>) => ({ metadata: { uid: 'u', namespace: 'shop', name: 'web' }, spec: { containers: [], ...spec } });
const CLUSTER = {
  servers: ['10.96.0.10'],
  searches: ['shop.svc.cluster.local', 'svc.cluster.local', 'cluster.local'],
  options: ['ndots:5'],
};

test.each<[string, Partial<PodSpec>, string, string | undefined]>([
  ['its own name', {}, 'web', undefined],
  ['the name it asks for, and the domain', { hostname: 'db-0', subdomain: 'db' }, 'db-0', 'db.shop.svc.cluster.local'],
  ['a long name cut off, without what may not end it', { hostname: `${'a'.repeat(62)}-b` }, 'a'.repeat(62), undefined],
])("a pod's DNS settings: %s", (_, spec, hostname, domain) =>
  expect(podHostname(pod(spec))).toEqual({ hostname, ...(domain && { domain }) }),
);

describe('names are asked of', () => {
  test.each<[string, Partial<PodSpec>, object]>([
    ['the cluster', {}, CLUSTER],
    ['nobody, on the network of a node', { hostNetwork: true }, { servers: [], searches: [], options: [] }],
    ['the cluster even there, if the pod says so', { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }, CLUSTER],
    [
      'whom the pod names alone',
      { dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'], searches: ['a.b'], options: [{ name: 'debug' }] } },
      { servers: ['1.1.1.1'], searches: ['a.b'], options: ['debug'] },
    ],
    [
      'the cluster and whom the pod names, with its own options',
      { dnsConfig: { nameservers: ['10.96.0.10', '1.1.1.1'], options: [{ name: 'ndots', value: '2' }] } },
      { ...CLUSTER, servers: ['10.96.0.10', '1.1.1.1'], options: ['ndots:2'] },
    ],
  ])('%s', (_, spec, dns) => expect(podDns(pod(spec))).toEqual(dns));
});

test('a sandbox spec describes its pod', () => {
  expect(sandboxSpec(pod({}))).toEqual({ uid: 'u', namespace: 'shop', name: 'web', hostname: 'web', dns: CLUSTER });
  expect(sandboxSpec(pod({ shareProcessNamespace: true }))).toMatchObject({ sharesProcesses: true });
});

test('a sandbox spec maps host ports, except for host networking', () => {
  const ports = [
    { containerPort: 80, hostPort: 8080 },
    { containerPort: 53, hostPort: 53, protocol: 'UDP', hostIP: '127.0.0.1' },
  ];
  const containers = [{ name: 'web', ports: [...ports, { containerPort: 81 }] }];
  expect(sandboxSpec(pod({ containers })).portMappings).toEqual([
    { hostPort: 8080, containerPort: 80, protocol: 'TCP' },
    { hostPort: 53, containerPort: 53, protocol: 'UDP', hostIP: '127.0.0.1' },
  ]);
  const { portMappings, hostNetwork, hostname } = sandboxSpec(pod({ containers, hostNetwork: true, nodeName: 'node-1' }));
  expect([portMappings, hostNetwork, hostname]).toEqual([undefined, true, 'node-1']);
});
