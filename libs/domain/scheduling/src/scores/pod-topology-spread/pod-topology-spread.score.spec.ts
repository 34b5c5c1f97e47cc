import type { Pod, TopologySpreadConstraint } from '@klockwork/kubernetes-types';
import { aNode } from '@klockwork/resources/testing';
import { describe, expect, test } from 'vitest';
import type { NodeInfo } from '../../node-info.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { aSchedulingView } from '../../testing/scheduling-view.ts';
import { appPod, zonedNode } from '../../testing/zones.ts';
import { podTopologySpreadScore } from './pod-topology-spread.score.ts';

function webPod(over: Partial<TopologySpreadConstraint> = {}): Pod {
  const constraint = {
    ...{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' as const, labelSelector: { matchLabels: { app: 'web' } } },
    ...over,
  };
  return appPod('new', 'web', { topologySpreadConstraints: [constraint] });
}
const webs = (...names: string[]) => names.map((name) => appPod(name, 'web'));

test.each<[string, Pod, NodeInfo[], readonly number[] | undefined]>([
  ['a pod without constraints has no scores', appPod('new', 'web'), [zonedNode('a', 'x')], undefined],
  ['a DoNotSchedule constraint has no scores', webPod({ whenUnsatisfiable: 'DoNotSchedule' }), [zonedNode('a', 'x')], undefined],
  // Two zones weigh ln 4: 3 pods score 4.2, 1 pod 1.4, rounded to 4 and 1.
  [
    'the zone with the fewest pods scores most',
    webPod(),
    [zonedNode('a', 'x', ...webs('1', '2', '3')), zonedNode('b', 'x'), zonedNode('c', 'y', ...webs('4'))],
    [25, 25, 100],
  ],
  ['nodes without the label score 0', webPod(), [zonedNode('a', 'x', ...webs('1')), zonedNode('b', undefined)], [100, 0]],
  ['empty zones all score 100', webPod(), [zonedNode('a', 'x'), zonedNode('b', 'y')], [100, 100]],
  // Three nodes weigh ln 5: 2 pods score 3.2, 1 pod 1.6, rounded to 3 and 2.
  [
    'hostname counts each node alone',
    webPod({ topologyKey: 'kubernetes.io/hostname' }),
    [zonedNode('a', 'x', ...webs('1', '2')), zonedNode('b', 'x', ...webs('3')), zonedNode('c', 'x')],
    [0, 33, 100],
  ],
])('%s', (_, pod, nodes, expected) => {
  expect(podTopologySpreadScore.scores(candidateOf(pod, undefined, nodes), nodes, nodes)).toEqual(expected);
});

test('pods on infeasible nodes of a feasible zone are counted', () => {
  const nodes = [zonedNode('a', 'x'), zonedNode('b', 'x', ...webs('1', '2')), zonedNode('c', 'y')];
  const feasible = [nodes[0]!, nodes[2]!];
  expect(podTopologySpreadScore.scores(candidateOf(webPod(), undefined, nodes), feasible, nodes)).toEqual([0, 100]);
});

describe("the cluster's default constraints", () => {
  const view = aSchedulingView({ services: () => [{ spec: { selector: { app: 'web' } } }] });
  const zoned = (name: string, zone: string | undefined, ...pods: Pod[]) => {
    const labels = { 'kubernetes.io/hostname': name, ...(zone !== undefined && { 'topology.kubernetes.io/zone': zone }) };
    return nodeWith(aNode({ metadata: { name, labels } }), ...pods);
  };
  test.each<[string, Pod, NodeInfo[], readonly number[] | undefined]>([
    ['a pod without Service and owner has no scores', appPod('new', 'db'), [zoned('a', 'x')], undefined],
    // Hosts weigh ln 5 with skew 3, zones ln 4 with skew 5: 9 for node a, 7 for node b, 6 for node c.
    ['hosts and zones count', appPod('new', 'web'), [zoned('a', 'x', ...webs('1')), zoned('b', 'x'), zoned('c', 'y')], [66, 88, 100]],
    [
      'nodes without a zone are spread by host',
      appPod('new', 'web'),
      [zoned('a', undefined, ...webs('1')), zoned('b', undefined)],
      [66, 100],
    ],
    [
      'pods with own constraints have no defaults',
      webPod({ whenUnsatisfiable: 'DoNotSchedule', topologyKey: 'kubernetes.io/hostname' }),
      [zoned('a', 'x')],
      undefined,
    ],
  ])('%s', (_, pod, nodes, expected) => {
    expect(podTopologySpreadScore.scores(candidateOf(pod, view, nodes), nodes, nodes)).toEqual(expected);
  });
});
