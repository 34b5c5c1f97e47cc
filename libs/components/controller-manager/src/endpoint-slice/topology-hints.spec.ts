import type { Endpoint, Node } from '@klockwork/resources';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadByZones, wantsTopology } from './topology-hints.ts';

const node = (zone: string | undefined, cpu = '4', more: { ready?: boolean; labels?: Record<string, string> } = {}): Node => ({
  metadata: { labels: { ...(zone && { 'topology.kubernetes.io/zone': zone }), ...more.labels } },
  status: { allocatable: { cpu }, conditions: [{ type: 'Ready', status: more.ready === false ? 'False' : 'True' }] },
});
const endpoints = (...zones: string[]): Endpoint[] =>
  zones.map((zone, index) => ({ addresses: [`10.244.1.${index + 2}`], conditions: { ready: true }, ...(zone && { zone }) }));
const spread = (all: readonly Endpoint[], nodes: readonly Node[]) => {
  const found = spreadByZones(all, nodes);
  return 'problem' in found ? found.problem : all.map((endpoint) => found.zones.get(endpoint) ?? '-').join('');
};

test.each<[string, Endpoint[], Node[], string]>([
  ['zones keep their endpoints in a fair distribution', endpoints('a', 'b'), [node('a'), node('b')], 'ab'],
  ['a zone with surplus endpoints gives some to a zone without', endpoints('a', 'a', 'a', 'a'), [node('a'), node('b')], 'bbaa'],
  ['shares are proportional to processors', endpoints('a', 'a', 'a', 'a'), [node('a', '12'), node('b', '4')], 'baaa'],
  [
    'unready and control plane nodes are excluded',
    endpoints('a', 'b'),
    [
      node('a'),
      node('b'),
      node('c', '4', { ready: false }),
      node(undefined, '4', { labels: { 'node-role.kubernetes.io/control-plane': '' } }),
    ],
    'ab',
  ],
  [
    'an unready endpoint has no hint',
    [...endpoints('a', 'b'), { addresses: ['10.244.1.9'], conditions: { ready: false }, zone: 'a' }],
    [node('a'), node('b')],
    'ab-',
  ],
  [
    'fewer endpoints than zones get no hints',
    endpoints('a'),
    [node('a'), node('b')],
    'Insufficient number of endpoints (1 endpoints, 2 zones)',
  ],
  [
    'endpoints without a fair distribution get no hints',
    endpoints('a', 'b', 'c'),
    [node('a', '9'), node('b', '1'), node('c', '1')],
    'Minimum allocation per zone exceeds overload threshold (3 endpoints, 3 zones)',
  ],
  [
    'a node without zone disables hints',
    endpoints('a', 'b'),
    [node('a'), node('b'), node(undefined)],
    'Insufficient node information: allocatable CPU or zone not specified on one or more nodes',
  ],
  [
    'a single zone disables hints',
    endpoints('a', 'a'),
    [node('a')],
    'Insufficient node information: allocatable CPU or zone not specified on one or more nodes',
  ],
  [
    'an endpoint without zone disables hints',
    endpoints('a', 'b', 'a', ''),
    [node('a'), node('b')],
    'One or more endpoints do not have a zone specified',
  ],
])('%s', (_, all, nodes, expected) => expect(spread(all, nodes)).toBe(expected));

test('no zone is left far from its share, and every ready endpoint is for one of them', () => {
  const zone = fc.constantFrom('a', 'b', 'c');
  fc.assert(
    fc.property(fc.array(zone, { minLength: 3, maxLength: 30 }), (zones) => {
      const all = endpoints(...zones);
      const found = spreadByZones(all, [node('a'), node('b'), node('c')]);
      if ('problem' in found) return;
      expect(found.zones.size).toBe(all.length);
      for (const name of ['a', 'b', 'c']) {
        const count = [...found.zones.values()].filter((one) => one === name).length;
        expect(Math.abs(count - all.length / 3)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test.each([
  [{ 'service.kubernetes.io/topology-mode': 'Auto' }, true],
  [{ 'service.kubernetes.io/topology-mode': 'Disabled', 'service.kubernetes.io/topology-aware-hints': 'Auto' }, false],
  [{ 'service.kubernetes.io/topology-aware-hints': 'auto' }, true],
  [{}, false],
])('a Service with %j requests topology hints: %s', (annotations, expected) => {
  expect(wantsTopology({ metadata: { annotations } })).toBe(expected);
});
