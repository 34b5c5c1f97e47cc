import type { Service } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { wantedPorts } from './wanted-ports.ts';

const metadata = { namespace: 'shop', name: 'web' };
const http = { name: 'http', port: 80, protocol: 'TCP', nodePort: 30_080 };
const dns = { name: 'dns', port: 53, protocol: 'UDP', nodePort: 30_053 };
const balanced = { type: 'LoadBalancer', clusterIP: '10.96.3.4', ports: [http] };

test.each<[string, Service, string[]]>([
  ['of type ClusterIP has no port', { metadata, spec: { type: 'ClusterIP', ports: [http] } }, []],
  ['has its node port for TCP', { metadata, spec: { type: 'NodePort', ports: [http, dns] } }, ['shop/web/NodePort/80 127.0.0.1:30080']],
  ['without a balancer yet has its node port', { metadata, spec: balanced }, ['shop/web/NodePort/80 127.0.0.1:30080']],
  [
    'with a balancer has the port of its address',
    { metadata, spec: balanced, status: { loadBalancer: { ingress: [{ ip: '127.96.3.4' }] } } },
    ['shop/web/LoadBalancer/80 127.96.3.4:80', 'shop/web/NodePort/80 127.0.0.1:30080'],
  ],
  [
    'with a balancer of others has no address here',
    { metadata, spec: { ...balanced, ports: [{ port: 80 }] }, status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } },
    [],
  ],
])('a Service %s', (_, service, expected) => {
  expect(wantedPorts(service).map(({ key, address }) => `${key} ${address.host}:${address.port}`)).toEqual(expected);
});
