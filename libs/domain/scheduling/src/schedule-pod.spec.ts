import { SeededRandom } from '@klockwork/kernel';
import type { Node, NodeSpec, Pod, PodSpec } from '@klockwork/kubernetes-types';
import type { ReplicaSet } from '@klockwork/resources';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeInfo, type PlacedPod, placedPod, withPod } from './node-info.ts';
import { schedulePod } from './schedule-pod.ts';
import { aSchedulingView } from './testing/scheduling-view.ts';

const random = () => new SeededRandom(7);

function aNode(name: string, spec: NodeSpec = {}, labels: Record<string, string> = {}): Node {
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec,
    status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } },
  };
}

/** Cluster with a ReplicaSet `rs` of pods with the label `of=rs`. */
const view = aSchedulingView({ workload: (_, __, name) => ({ spec: { selector: { matchLabels: { of: name } } } }) as ReplicaSet });

function aPod(name: string, cpu = '100m', spec: Partial<PodSpec> = {}, owner?: string): Pod {
  const container = { name: 'c', image: 'nginx', resources: { requests: { cpu, memory: '64Mi' } } };
  const ownerReferences =
    owner === undefined ? [] : [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner, controller: true }];
  const labels = { ...(owner !== undefined && { of: owner }) };
  return { metadata: { name, namespace: 'default', uid: name, labels, ownerReferences }, spec: { containers: [container], ...spec } };
}

function place(pod: Pod, nodes: readonly Node[], placed: Record<string, Pod[]> = {}) {
  const on = (node: Node): PlacedPod[] => (placed[node.metadata?.name ?? ''] ?? []).map(placedPod);
  return schedulePod(
    pod,
    nodes.map((node) => nodeInfo(node, on(node))),
    { random: random(), view },
  );
}

describe('the message for an unschedulable pod', () => {
  const three = [aNode('a'), aNode('b'), aNode('c')];
  const tainted = { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }] };
  const helpless = 'Preemption is not helpful for scheduling';
  test.each([
    ['a cluster without nodes has its own message', aPod('p'), [], {}, 'no nodes available to schedule pods'],
    [
      'a pod too large for every node gets Insufficient cpu',
      aPod('p', '64'),
      three,
      {},
      `0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 ${helpless}.`,
    ],
    [
      'a pod refused for different reasons gets all of them',
      aPod('p', '2'),
      [aNode('a'), aNode('b', tainted), aNode('c', { unschedulable: true })],
      { a: [aPod('x', '3')] },
      '0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. ' +
        `no new claims to deallocate, preemption: 0/3 nodes are available: 1 No preemption victims found for incoming pod, 2 ${helpless}.`,
    ],
    [
      'a pod with an unmatched selector gets the reason',
      aPod('p', '1', { nodeSelector: { disk: 'ssd' } }),
      three,
      {},
      `0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/3 nodes are available: 3 ${helpless}.`,
    ],
    [
      'a pod with an occupied host port gets the reason',
      aPod('p', '1', { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] }),
      [aNode('a')],
      { a: [aPod('x', '1', { containers: [{ name: 'c', ports: [{ containerPort: 80, hostPort: 80 }] }] })] },
      "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports. " +
        'no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    ],
    [
      'a pod short of cpu and memory gets both reasons',
      aPod('p', '5', { containers: [{ name: 'c', resources: { requests: { cpu: '5', memory: '9Gi' } } }] }),
      [aNode('a')],
      {},
      `0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory. no new claims to deallocate, preemption: 0/1 nodes are available: 1 ${helpless}.`,
    ],
  ])('%s', (_, pod, nodes, placed, text) => {
    expect(place(pod, nodes, placed)).toMatchObject({ refused: text });
  });
});

describe('the node of a pod', () => {
  test('a pod with a nodeSelector goes to a matching node', () => {
    const nodes = [aNode('a'), aNode('b', {}, { disk: 'ssd' })];
    expect(place(aPod('p', '1', { nodeSelector: { disk: 'ssd' } }), nodes)).toMatchObject({ node: 'b' });
  });

  test('a pod with a toleration goes to a tainted node', () => {
    const nodes = [aNode('a', { taints: [{ key: 'gpu', value: 'yes', effect: 'NoSchedule' }] })];
    expect(place(aPod('p', '1', { tolerations: [{ key: 'gpu', operator: 'Exists' }] }), nodes)).toMatchObject({ node: 'a' });
  });

  test('a pod goes to the emptier of two nodes', () => {
    expect(place(aPod('p'), [aNode('a'), aNode('b')], { a: [aPod('x', '2')] })).toMatchObject({ node: 'b' });
  });

  test('a pod avoids nodes with replicas of the same controller', () => {
    expect(
      place(aPod('p', '100m', {}, 'rs'), [aNode('a'), aNode('b')], { a: [aPod('x', '100m', {}, 'rs')], b: [aPod('y')] }),
    ).toMatchObject({
      node: 'b',
    });
  });
});

describe('the decision behind a choice', () => {
  const weights = { TaintToleration: 3, NodeResourcesFit: 1, NodeResourcesBalancedAllocation: 1 };

  test('a choice among nodes has the scores of each, the chosen one first', () => {
    const tainted = aNode('c', { taints: [{ key: 'gpu', effect: 'NoSchedule' }] });
    expect(place(aPod('p'), [aNode('a'), aNode('b'), tainted], { a: [aPod('x', '2')] })).toEqual({
      node: 'b',
      decision: {
        ...{ nodes: 3, tried: 3, feasible: 2, refused: { 'node(s) had untolerated taint(s)': 1 }, weights },
        best: [
          { node: 'b', total: 497, scores: [100, 98, 99] },
          { node: 'a', total: 446, scores: [100, 72, 74] },
        ],
      },
    });
  });

  test('equal nodes are counted, and five of them listed', () => {
    const nodes = [...'abcdefg'].map((name) => aNode(name));
    const placement = place(aPod('p'), nodes);
    expect(placement).toMatchObject({ decision: { nodes: 7, tried: 7, feasible: 7, ties: 7 } });
    const best = 'node' in placement ? placement.decision.best : undefined;
    const names = best?.map(({ node }) => node) ?? [];
    expect(names).toHaveLength(5);
    expect(names[0]).toBe('node' in placement && placement.node);
  });

  test('the only feasible node needs no scores', () => {
    expect(place(aPod('p'), [aNode('a'), aNode('b', { unschedulable: true })])).toEqual({
      node: 'a',
      decision: { nodes: 2, tried: 2, feasible: 1, refused: { 'node(s) were unschedulable': 1 } },
    });
  });
});

test('replicas of one controller are spread evenly over equal nodes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 20 }), fc.integer(), (nodeCount, replicas, seed) => {
      const chance = new SeededRandom(seed);
      const nodes = new Map(Array.from({ length: nodeCount }, (_, index) => [`n${index}`, nodeInfo(aNode(`n${index}`), [])]));
      for (let index = 0; index < replicas; index++) {
        const pod = aPod(`p${index}`, '10m', {}, 'rs');
        const placement = schedulePod(pod, [...nodes.values()], { random: chance, view });
        if (!('node' in placement)) throw new Error(placement.refused);
        nodes.set(placement.node, withPod(nodes.get(placement.node)!, placedPod(pod), 1));
      }
      const sizes = [...nodes.values()].map((node) => node.pods.size);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('adding and removing a pod leaves the node unchanged', () => {
  const empty = nodeInfo(aNode('a'), []);
  const pod = placedPod(aPod('p'));
  const after = withPod(withPod(empty, pod, 1), pod, -1);
  expect(after.pods.size).toBe(0);
  expect(after.requested).toEqual({ cpu: 0, memory: 0 });
});
