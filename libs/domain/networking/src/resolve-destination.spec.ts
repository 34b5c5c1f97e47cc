import type { Endpoint } from '@klockwork/resources';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Choice, type Client, resolveDestination } from './resolve-destination.ts';
import { SessionAffinity } from './session-affinity.ts';
import { aNetwork, aServiceAt, aSlice } from './testing/a-network.ts';

const VIP = { ip: '10.96.0.20', port: 80, protocol: 'TCP' } as const;
const CLIENT: Client = { ip: '10.244.1.9', node: 'node-1' };
const at = (last: number, endpoint: Partial<Endpoint> = {}): Endpoint => ({ addresses: [`10.244.1.${last}`], ...endpoint });
const ready = { ready: true, serving: true, terminating: false };
const ending = { ready: false, serving: true, terminating: true };
const unready = { ready: false, serving: false, terminating: false };
const choice = (draw = 0, now = 0, affinity = new SessionAffinity()): Choice => ({ draw, now, affinity });
const to = (last: number, port = 8080) => ({ type: 'backend', ip: `10.244.1.${last}`, port, service: 'default/web' });
const refused = { type: 'refused', service: 'default/web' };
const dropped = { type: 'dropped', service: 'default/web' };
const network = (endpoints: Endpoint[], spec = {}) =>
  aNetwork({ services: [aServiceAt(spec)], slices: [aSlice(endpoints)], nodeAddresses: ['172.18.0.1'], zones: { 'node-1': 'a' } });

test.each([
  ['leads to a ready pod', [at(1, { conditions: ready })], {}, to(1)],
  ['takes an endpoint of which nothing is known for ready', [at(1)], {}, to(1)],
  ['is refused when the Service has no endpoints', [], {}, refused],
  ['is refused when no pod is ready', [at(1, { conditions: unready })], {}, refused],
  ['skips unready pods', [at(1, { conditions: unready }), at(2, { conditions: ready })], {}, to(2)],
  ['leads to a serving terminating pod without ready pods', [at(1, { conditions: unready }), at(2, { conditions: ending })], {}, to(2)],
  ['prefers ready pods to terminating ones', [at(1, { conditions: ending }), at(2)], {}, to(2)],
  ['stays on the node with policy Local', [at(1, { nodeName: 'node-2' }), at(2, { nodeName: 'node-1' })], local(), to(2)],
  ['is dropped when the policy excludes all pods', [at(1, { nodeName: 'node-2' })], local(), dropped],
  ['is refused under that policy too without any backend', [at(1, { conditions: unready, nodeName: 'node-2' })], local(), refused],
  ['stays in the zone when all endpoints have hints', [at(1, zone('b')), at(2, zone('a'))], {}, to(2)],
  ['leaves the zone without an endpoint for it', [at(1, zone('b')), at(2, zone('c'))], {}, to(1)],
  ['leaves the zone when an endpoint has no hint', [at(1), at(2, zone('a'))], {}, to(1)],
  ['stays on the node when all are meant for nodes', [at(1, node('node-2')), at(2, node('node-1'))], {}, to(2)],
])('a connection to a cluster IP %s', (_, endpoints, spec, route) => {
  expect(resolveDestination(VIP, CLIENT, network(endpoints, spec), choice())).toEqual(route);
});

function local() {
  return { internalTrafficPolicy: 'Local' };
}

function zone(name: string): Partial<Endpoint> {
  return { hints: { forZones: [{ name }] } };
}

function node(name: string): Partial<Endpoint> {
  return { hints: { forNodes: [{ name }] } };
}

test('a connection to a plain address is direct', () => {
  expect(resolveDestination({ ...VIP, ip: '10.244.1.7' }, CLIENT, network([at(1)]), choice())).toEqual({ type: 'direct' });
});

test('a port or protocol that the Service does not have is not answered', () => {
  expect(resolveDestination({ ...VIP, port: 81 }, CLIENT, network([at(1)]), choice())).toEqual(dropped);
  expect(resolveDestination({ ...VIP, protocol: 'UDP' }, CLIENT, network([at(1)]), choice())).toEqual(dropped);
});

test('each port of a Service leads to the port of that name', () => {
  const ports = [
    { name: 'http', port: 80, protocol: 'TCP' },
    { name: 'dns', port: 80, protocol: 'UDP' },
  ];
  const offered = [
    { name: 'dns', port: 5353, protocol: 'UDP' },
    { name: 'http', port: 8080, protocol: 'TCP' },
  ];
  const view = aNetwork({ services: [aServiceAt({ ports })], slices: [aSlice([at(1)], { ports: offered })] });
  expect(resolveDestination(VIP, CLIENT, view, choice())).toEqual(to(1));
  expect(resolveDestination({ ...VIP, protocol: 'UDP' }, CLIENT, view, choice())).toEqual(to(1, 5353));
});

test('a node port is open at every node’s address, whatever the external policy, and nothing else there is a Service', () => {
  const ports = [{ port: 80, protocol: 'TCP', nodePort: 30_080 }];
  const view = network([at(1, { nodeName: 'node-2' })], { type: 'NodePort', ports, externalTrafficPolicy: 'Local' });
  expect(resolveDestination({ ip: '172.18.0.1', port: 30_080, protocol: 'TCP' }, CLIENT, view, choice())).toEqual(to(1));
  expect(resolveDestination({ ip: '172.18.0.1', port: 10_250, protocol: 'TCP' }, CLIENT, view, choice())).toEqual({ type: 'direct' });
  expect(resolveDestination({ ip: '10.244.1.1', port: 30_080, protocol: 'TCP' }, CLIENT, view, choice())).toEqual({ type: 'direct' });
});

test('an external address is a Service’s too, and the internal policy does not count there', () => {
  const view = network([at(1, { nodeName: 'node-2' })], { externalIPs: ['203.0.113.5'], ...local() });
  expect(resolveDestination({ ...VIP, ip: '203.0.113.5' }, CLIENT, view, choice())).toEqual(to(1));
});

test('a pod in two slices is ready when one slice has it ready', () => {
  const slices = [aSlice([at(1, { conditions: ready })]), aSlice([at(1, { conditions: unready })])];
  const view = aNetwork({ services: [aServiceAt()], slices });
  expect(resolveDestination(VIP, CLIENT, view, choice())).toEqual(to(1));
});

test("a client with session affinity gets the same pod until its timeout or the pod's deletion", () => {
  const spec = { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } } };
  const affinity = new SessionAffinity();
  const both = network([at(1), at(2)], spec);
  const connect = (draw: number, now: number, view = both, ip = CLIENT.ip) =>
    resolveDestination(VIP, { ...CLIENT, ip }, view, choice(draw, now, affinity));
  expect(connect(0.9, 0)).toEqual(to(2));
  expect(connect(0, 9_000)).toEqual(to(2));
  expect(connect(0, 9_000, both, '10.244.1.10')).toEqual(to(1));
  expect(connect(0, 18_999)).toEqual(to(2));
  expect(connect(0, 28_999)).toEqual(to(1));
  expect(connect(0.9, 29_000, network([at(2)], spec))).toEqual(to(2));
});

test('every ready pod can be drawn, and no other', () => {
  const endpoints = fc.uniqueArray(fc.record({ last: fc.integer({ min: 1, max: 254 }), up: fc.boolean() }), {
    selector: ({ last }) => last,
    maxLength: 20,
  });
  fc.assert(
    fc.property(endpoints, (all) => {
      const view = network(all.map(({ last, up }) => at(last, { conditions: up ? ready : unready })));
      const up = all.filter((endpoint) => endpoint.up);
      const draws = up.map((_, index) => resolveDestination(VIP, CLIENT, view, choice((index + 0.5) / up.length)));
      const expected = up.map(({ last }) => JSON.stringify(to(last)));
      expect(new Set(draws.map((route) => JSON.stringify(route)))).toEqual(new Set(expected));
    }),
  );
});

test('a connected Service leads its TCP ports to the program of the host, without and before pods', () => {
  const ports = [
    { name: 'https', port: 443, protocol: 'TCP' },
    { name: 'web', port: 80, protocol: 'TCP' },
  ];
  const slice = aSlice([at(1)], { ports: [{ name: 'web', protocol: 'TCP', port: 8080 }] });
  const connections = [{ metadata: { namespace: 'default', name: 'web' }, spec: { to: '127.0.0.1:9443', port: 'https' } }];
  const view = aNetwork({ services: [aServiceAt({ ports })], slices: [slice], connections });
  const program = { host: '127.0.0.1', port: 9443 };
  expect(resolveDestination({ ...VIP, port: 443 }, CLIENT, view, choice())).toEqual({ type: 'host', program, service: 'default/web' });
  expect(resolveDestination(VIP, CLIENT, view, choice())).toEqual(to(1));
});
