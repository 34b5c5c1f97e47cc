import type { EndpointSlice, KubeObject, NetworkPolicy, Pod } from '@klockwork/resources';
import { aRunningPod, aService } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { subjectWith, viewOf } from '../testing/view-of.ts';
import { diagnoseConnection } from './connection.ts';
import { parseDestination } from './connection-target.ts';

function pod(name: string, podIP: string): Pod {
  const base = aRunningPod('node-1');
  const containers = [{ name: 'main', image: 'nginx', ports: [{ containerPort: 8080 }] }];
  return {
    ...base,
    metadata: { ...base.metadata, name, uid: name, labels: { app: name } },
    spec: { ...base.spec, containers },
    status: { ...base.status, podIP },
  };
}
const [client, web] = [pod('client', '10.244.1.1'), pod('web', '10.244.1.2')];
const service = aService({
  spec: { clusterIP: '10.96.3.4', clusterIPs: ['10.96.3.4'], selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
});
const slice = (port: number, ready = true): KubeObject => {
  const endpoints = [{ addresses: ['10.244.1.2'], conditions: { ready }, targetRef: { kind: 'Pod', namespace: 'default', name: 'web' } }];
  const metadata = { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata,
    addressType: 'IPv4',
    endpoints,
    ports: [{ port }],
  } as EndpointSlice;
};
const policy = (app: string, policyTypes: string[], rest: object = {}): KubeObject => {
  const spec = { podSelector: { matchLabels: { app } }, policyTypes, ...rest };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `deny-${app}`, namespace: 'default' },
    spec,
  } as NetworkPolicy;
};

function explained(to: string, ...objects: readonly KubeObject[]) {
  const query = parseDestination(to);
  if (query === undefined) throw new Error(`${to} is no destination`);
  const { statement, findings } = diagnoseConnection(subjectWith([client]), query, viewOf(client, web, ...objects));
  return [statement.replace('a connection from pods/default/client to ', ''), ...findings.map(({ text }) => text)];
}

test.each<[to: string, objects: readonly KubeObject[], expected: string[]]>([
  ['gone:80', [], ['gone:80 finds no address: no Service of the cluster has this name']],
  ['10.9.9.9:80', [], ['10.9.9.9:80 times out: no Service and no pod is at 10.9.9.9']],
  ['web:81', [service], ['web:81 times out: services/default/web has no port 81/TCP', 'its ports: 80/TCP']],
  ['web:80/udp', [service], ['web:80/udp times out: services/default/web has no port 80/UDP', 'its ports: 80/TCP']],
  ['web:80', [service, slice(8080, false)], ['web:80 is refused: services/default/web has no ready endpoint']],
  [
    'web.default:80',
    [service, slice(8080)],
    ['web.default:80 arrives: endpoints are ready, and no network policy forbids it', 'pods/default/web at port 8080'],
  ],
  [
    '10.96.3.4:80',
    [service, slice(9090)],
    [
      '10.96.3.4:80 arrives: endpoints are ready, and no network policy forbids it',
      'pods/default/web at port 9090, which no container declares (declared: 8080)',
    ],
  ],
  [
    'web:80',
    [service, slice(8080), policy('web', ['Ingress'])],
    [
      'web:80 times out: network policies forbid it',
      'networkpolicies/default/deny-web selects pods/default/web, without a rule for ingress from pods/default/client at port 8080/TCP',
    ],
  ],
  [
    'web:80',
    [service, slice(8080), policy('client', ['Egress'])],
    [
      'web:80 finds no address: no answer of the name server',
      'networkpolicies/default/deny-client selects pods/default/client, without a rule for egress to the name server at port 53/UDP',
    ],
  ],
  [
    'pods/web:8080',
    [policy('client', ['Egress'], { egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] })],
    [
      'pods/web:8080 times out: network policies forbid it',
      'networkpolicies/default/deny-client selects pods/default/client, without a rule for egress to pods/default/web at port 8080/TCP',
    ],
  ],
  [
    '10.244.1.2:8080',
    [policy('web', ['Ingress'], { ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }] })],
    ['10.244.1.2:8080 arrives: endpoints are ready, and no network policy forbids it', 'pods/default/web at port 8080'],
  ],
])('a connection to %s is explained by the objects of the cluster', (to, objects, expected) => {
  expect(explained(to, ...objects)).toEqual(expected);
});

test.each(['web', 'web:0', 'web:99999', 'web:http', 'a b:80'])('the text %s is no destination', (text) => {
  expect(parseDestination(text)).toBeUndefined();
});
