import type { Node, Pod } from '@klockwork/kubernetes-types';
import { aNode, aRunningPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { nodeInfo, placedPod } from '../node-info.ts';
import type { Eviction } from './evictable.ts';
import { lowNodeUtilization } from './low-node-utilization.ts';
import { removeDuplicates } from './remove-duplicates.ts';

function pod(owner: string, name: string, more: { kind?: string; cpu?: string; spec?: object } = {}): Pod {
  const { kind = 'ReplicaSet', cpu, spec = {} } = more;
  const resources = cpu === undefined ? {} : { requests: { cpu } };
  return aRunningPod('', {
    metadata: { name, ownerReferences: [{ apiVersion: 'apps/v1', kind, name: owner, uid: owner, controller: true }] },
    spec: { containers: [{ name: 'web', image: owner, resources }], ...spec },
  }) as Pod;
}

const on = (name: string, pods: readonly Pod[], node: Parameters<typeof aNode>[0] = {}) =>
  nodeInfo(aNode({ ...node, metadata: { name, ...node.metadata } }) as Node, pods.map(placedPod));
const names = (evictions: readonly Eviction[]) => evictions.map(({ pod: { metadata }, node }) => `${metadata?.name} from ${node}`);
const a = (count: number, from = 0) => Array.from({ length: count }, (_, index) => pod('a', `a-${from + index}`));
const b = (count: number, from = 0) => Array.from({ length: count }, (_, index) => pod('b', `b-${from + index}`));

test('copies spread: of A,A,B,B beside an empty node, one A and one B are evicted', () => {
  expect(removeDuplicates([on('n1', [...a(2), ...b(2)]), on('n2', [])])).toMatchObject([
    { pod: { metadata: { name: 'a-1' } }, node: 'n1', reason: '2 copies on the node, an even share is 1' },
    { pod: { metadata: { name: 'b-1' } }, node: 'n1' },
  ]);
});

test.each<[string, Parameters<typeof removeDuplicates>[0], string[]]>([
  ['A,B beside A,B', [on('n1', [...a(1), ...b(1)]), on('n2', [...a(1, 1), ...b(1, 1)])], []],
  ['three beside one', [on('n1', a(3)), on('n2', a(1, 3))], ['a-2 from n1']],
  ['two beside one', [on('n1', a(2)), on('n2', a(1, 2))], []],
  ['two, and no other node', [on('n1', a(2))], []],
  ['two beside a cordoned node', [on('n1', a(2)), on('n2', [], { spec: { unschedulable: true } })], []],
  [
    'two beside a node that is not for them',
    [on('n1', a(2)), on('n2', [], { spec: { taints: [{ key: 'x', effect: 'NoSchedule' }] } })],
    [],
  ],
  [
    'two that keep something on their node',
    [
      on(
        'n1',
        [0, 1].map((index) => pod('a', `a-${index}`, { spec: { volumes: [{ name: 'v', emptyDir: {} }] } })),
      ),
      on('n2', []),
    ],
    [],
  ],
  [
    'two daemons',
    [
      on(
        'n1',
        [0, 1].map((index) => pod('a', `a-${index}`, { kind: 'DaemonSet' })),
      ),
      on('n2', []),
    ],
    [],
  ],
])('with %s the pods beyond the even share are evicted', (_, nodes, evicted) => {
  expect(names(removeDuplicates(nodes))).toEqual(evicted);
});

const half = { threshold: 20, target: 50 };
const heavy = (count: number) => Array.from({ length: count }, (_, index) => pod('a', `a-${index}`, { cpu: '500m' }));

test('pods leave a full node for an empty one down to the target', () => {
  const evictions = lowNodeUtilization([on('n1', heavy(6)), on('n2', [])], half);
  expect(evictions.map(({ pod: { metadata }, reason }) => `${metadata?.name}: ${reason}`)).toEqual([
    'a-0: the node is used to 75 %, more than 50 %',
    'a-1: the node is used to 63 %, more than 50 %',
  ]);
});

test.each<[string, Parameters<typeof lowNodeUtilization>[0], string[]]>([
  ['no node is empty', [on('n1', heavy(6)), on('n2', heavy(2))], []],
  ['no node is full', [on('n1', heavy(4)), on('n2', [])], []],
  ['the empty node is cordoned', [on('n1', heavy(6)), on('n2', [], { spec: { unschedulable: true } })], []],
  [
    'the empty node is small',
    [on('n1', heavy(7)), on('n2', [], { status: { allocatable: { cpu: '2', memory: '8Gi', pods: '110' } } })],
    ['a-0 from n1'],
  ],
])('when %s, pods %2$j are evicted', (_, nodes, evicted) => {
  expect(names(lowNodeUtilization(nodes, half))).toEqual(evicted);
});
