import type { Pod, TopologySpreadConstraint } from '@klockwork/kubernetes-types';
import { aNode } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { NodeInfo } from '../../node-info.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { appPod, zonedNode } from '../../testing/zones.ts';
import { podTopologySpread } from './pod-topology-spread.filter.ts';

const TOO_MANY = "node(s) didn't match pod topology spread constraints";
const NO_LABEL = `${TOO_MANY} (missing required label)`;

function webPod(over: Partial<TopologySpreadConstraint> = {}, more: Partial<Pod['spec']> = {}): Pod {
  const constraint = {
    ...{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' as const, labelSelector: { matchLabels: { app: 'web' } } },
    ...over,
  };
  return appPod('new', 'web', { topologySpreadConstraints: [constraint], ...more });
}
const webs = (...names: string[]) => names.map((name) => appPod(name, 'web'));

function refusals(pod: Pod, ...nodes: readonly NodeInfo[]): (string | undefined)[] {
  const candidate = candidateOf(pod, undefined, nodes);
  return nodes.map((node) => podTopologySpread.refuse(candidate, node)?.reasons[0]);
}

const tainted = nodeWith(aNode({ metadata: { name: 'c', labels: { zone: 'z' } }, spec: { taints: [{ key: 'k', effect: 'NoSchedule' }] } }));
const terminating: Pod = { ...appPod('t', 'web'), metadata: { ...appPod('t', 'web').metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };

test.each<[string, Pod, NodeInfo[], (string | undefined)[]]>([
  ['a pod without constraints fits each node', appPod('new', 'web'), [zonedNode('a', undefined)], [undefined]],
  [
    'a zone with one pod more than another is full at maxSkew 1',
    webPod(),
    [zonedNode('a', 'x', ...webs('1')), zonedNode('b', 'x'), zonedNode('c', 'y')],
    [TOO_MANY, TOO_MANY, undefined],
  ],
  [
    'maxSkew 2 allows one pod more',
    webPod({ maxSkew: 2 }),
    [zonedNode('a', 'x', ...webs('1')), zonedNode('c', 'y')],
    [undefined, undefined],
  ],
  ['a node without the label is refused', webPod(), [zonedNode('a', 'x'), zonedNode('b', undefined)], [undefined, NO_LABEL]],
  [
    'a pod that its own constraint does not count only sees the others',
    webPod({ labelSelector: { matchLabels: { app: 'db' } } }),
    [zonedNode('a', 'x', appPod('1', 'db')), zonedNode('b', 'y')],
    [undefined, undefined],
  ],
  ['terminating pods are not counted', webPod(), [zonedNode('a', 'x', terminating), zonedNode('b', 'y')], [undefined, undefined]],
  [
    'pods of other namespaces are not counted',
    webPod(),
    [zonedNode('a', 'x', appPod('1', 'web', {}, 'other')), zonedNode('b', 'y')],
    [undefined, undefined],
  ],
  [
    'fewer zones than minDomains count as an empty zone',
    webPod({ minDomains: 3 }),
    [zonedNode('a', 'x', ...webs('1')), zonedNode('b', 'y', ...webs('2'))],
    [TOO_MANY, TOO_MANY],
  ],
  [
    'nodes outside of the node selector are not counted by default',
    webPod({}, { nodeSelector: { zone: 'x' } }),
    [zonedNode('a', 'x', ...webs('1')), zonedNode('b', 'y')],
    [undefined, undefined],
  ],
  [
    'nodeAffinityPolicy Ignore counts nodes outside of the node selector',
    webPod({ nodeAffinityPolicy: 'Ignore' }, { nodeSelector: { zone: 'x' } }),
    [zonedNode('a', 'x', ...webs('1')), zonedNode('b', 'y')],
    [TOO_MANY, undefined],
  ],
  ['tainted nodes are counted by default', webPod(), [zonedNode('a', 'x', ...webs('1')), tainted], [TOO_MANY, undefined]],
  [
    'nodeTaintsPolicy Honor leaves tainted nodes out',
    webPod({ nodeTaintsPolicy: 'Honor' }),
    [zonedNode('a', 'x', ...webs('1')), tainted],
    [undefined, undefined],
  ],
  [
    'ScheduleAnyway refuses no node',
    webPod({ whenUnsatisfiable: 'ScheduleAnyway' }),
    [zonedNode('a', 'x', ...webs('1')), zonedNode('b', 'y')],
    [undefined, undefined],
  ],
])('%s', (_, pod, nodes, expected) => {
  expect(refusals(pod, ...nodes)).toEqual(expected);
});
