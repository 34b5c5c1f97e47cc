import type { Node, Pod } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { actionsOf, MINUTE, NOW, node, pod, scan, view } from './testing/autoscaler-builders.ts';

const triggered = (name: string, sizes: string) => `TriggeredScaleUp pods/${name}: pod triggered scale-up: [{nodes ${sizes} (max: 4)}]`;
const grown = (after: number, before: number) => [
  `ScaledUpGroup configmaps/cluster-autoscaler-status: Scale-up: setting group nodes size to ${after} instead of ${before} (max: 4)`,
  `ScaledUpGroup configmaps/cluster-autoscaler-status: Scale-up: group nodes size set to ${after} instead of ${before} (max: 4)`,
];
const refused = (name: string, reason: string) => `NotTriggerScaleUp pods/${name}: pod didn't trigger scale-up: ${reason}`;

const full = [pod('full', '4', { node: 'node-1' })];

test.each<[string, Node[], Pod[], string[]]>([
  [
    'an unschedulable pod adds one node',
    [node('node-1')],
    [...full, pod('a', '3')],
    ['create Node/node-2', ...grown(2, 1), triggered('a', '1->2')],
  ],
  [
    'pods share new nodes by their size',
    [node('node-1')],
    [...full, pod('a', '1'), pod('b', '3'), pod('c', '2')],
    ['create Node/node-2', 'create Node/node-3', ...grown(3, 1), ...['b', 'c', 'a'].map((name) => triggered(name, '1->3'))],
  ],
  [
    'the maximum bounds new nodes',
    [node('node-1'), node('node-3')],
    [...full, pod('large', '4', { node: 'node-3' }), ...['a', 'b', 'c'].map((name) => pod(name, '4'))],
    ['create Node/node-2', 'create Node/node-4', ...grown(4, 2), triggered('a', '2->4'), triggered('b', '2->4')],
  ],
  ['a pod that fits a Ready node adds none', [node('node-1')], [pod('a', '3')], []],
  [
    'a pod that fits a starting node adds none',
    [node('node-1'), node('node-2', { isReady: false, ageMs: MINUTE })],
    [...full, pod('a', '3')],
    [],
  ],
  [
    'a pod that fits no new node adds none',
    [node('node-1')],
    [...full, pod('a', '5'), pod('b', '1', { spec: { nodeSelector: { disk: 'ssd' } } })],
    [refused('a', '1 Insufficient cpu'), refused('b', "1 node(s) didn't match Pod's node affinity/selector")],
  ],
  [
    'a full group adds none',
    ['node-1', 'node-2', 'node-3', 'node-4'].map((name) => node(name)),
    [1, 2, 3, 4].map((number) => pod(`full-${number}`, '4', { node: `node-${number}` })).concat(pod('a', '1')),
    [refused('a', '1 max node group size reached')],
  ],
  [
    'a group without a Ready node adds none',
    [node('node-1', { isReady: false })],
    [pod('a', '1')],
    [refused('a', '1 not ready for scale-up')],
  ],
  ['a pod of very low priority waits', [node('node-1')], [...full, pod('a', '1', { spec: { priority: -11 } })], []],
  ['a pod of a DaemonSet waits', [node('node-1')], [...full, pod('a', '1', { owner: 'DaemonSet' })], []],
])('%s', (_, nodes, pods, expected) => {
  expect(actionsOf(scan(view(nodes, pods)).stages)).toEqual(expected);
});

test('daemons take room of a new node', () => {
  const pods = [...full, pod('log', '1', { node: 'node-1', owner: 'DaemonSet' }), pod('a', '4')];
  expect(actionsOf(scan(view([node('node-1')], pods)).stages)).toEqual([refused('a', '1 Insufficient cpu')]);
});

test('a new node gets the pod range of its number', () => {
  const [created] = scan(view([node('node-1')], [...full, pod('a', '1')])).stages.flat();
  expect(created).toMatchObject({ object: { spec: { podCIDR: '10.244.2.0/24', podCIDRs: ['10.244.2.0/24'] } } });
});

test('an equal Event repeats after five minutes', () => {
  const given = view([node('node-1')], [...full, pod('a', '5')]);
  const told = scan(given).state;
  expect(actionsOf(scan({ ...given, state: told }, NOW + 4 * MINUTE).stages)).toEqual([]);
  expect(actionsOf(scan({ ...given, state: told }, NOW + 5 * MINUTE).stages)).toEqual([refused('a', '1 Insufficient cpu')]);
});

test.each<[string, Node[], Pod[], boolean]>([
  ['a pod that gets a new node', [node('node-1')], [pod('full', '4', { node: 'node-1' }), pod('a', '1')], true],
  ['a starting node', [node('node-1'), node('node-2', { isReady: false, ageMs: MINUTE })], [], true],
  ['an unneeded node', [node('node-1'), node('node-2')], [], true],
  ['a pod that no node helps', [node('node-1')], [pod('a', '5')], false],
  ['a group without work', [node('node-1')], [], false],
])('scans with %s count as work or upkeep', (_, nodes, pods, isBusy) => {
  expect(scan(view(nodes, pods)).isBusy).toBe(isBusy);
});
