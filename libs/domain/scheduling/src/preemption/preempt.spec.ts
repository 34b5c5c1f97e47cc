import type { Pod, PodDisruptionBudget, PodSpec } from '@klockwork/kubernetes-types';
import { aNode } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { filterNode } from '../filter-node.ts';
import type { NodeInfo } from '../node-info.ts';
import { candidateOf, nodeWith } from '../testing/plugin-input.ts';
import { aSchedulingView } from '../testing/scheduling-view.ts';
import { type Preemption, preempt } from './preempt.ts';

const START = Date.parse('2026-01-01T00:00:00Z');

/** Returns a pod with a priority, processors, and its start in seconds. */
function aPodOf(
  name: string,
  priority: number,
  cpu = '1',
  { spec = {}, start = 0 }: { spec?: Partial<PodSpec>; start?: number } = {},
): Pod {
  const containers = [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }];
  const startTime = new Date(START + start * 1_000).toISOString();
  return {
    metadata: { name, namespace: 'default', uid: name, labels: { app: name } },
    spec: { containers, priority, ...spec },
    status: { startTime },
  };
}

const node = (name: string, ...pods: readonly Pod[]) =>
  nodeWith(aNode({ metadata: { name, labels: {} }, status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } } }), ...pods);
const budget = (app: string, disruptionsAllowed: number): PodDisruptionBudget => ({
  metadata: { name: app, namespace: 'default' },
  spec: { selector: { matchLabels: { app } } },
  status: { disruptionsAllowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
});

function preemptionOf(pod: Pod, nodes: readonly NodeInfo[], budgets: readonly PodDisruptionBudget[] = []): Preemption {
  const view = aSchedulingView({ budgets: () => budgets });
  const candidate = candidateOf(pod, view, nodes);
  return preempt(
    pod,
    nodes.map((one) => ({ node: one, refusal: filterNode(candidate, one)!.refusal })),
    view,
  );
}

/** Returns the victims as `node: names`, or the reason. */
function textOf(preemption: Preemption): string {
  if ('reason' in preemption) return preemption.reason;
  const { node: name, pods } = preemption.victims;
  return `${name}: ${pods.map(({ metadata }) => metadata?.name).join(',')}`;
}

const HELPLESS = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';

test.each<[string, Pod, NodeInfo[], PodDisruptionBudget[], string]>([
  ['a pod of lower priority makes room', aPodOf('new', 10, '2'), [node('a', aPodOf('low', 0, '3'))], [], 'a: low'],
  [
    'pods of the same priority are no victims',
    aPodOf('new', 10, '2'),
    [node('a', aPodOf('peer', 10, '3'))],
    [],
    `0/1 nodes are available: 1 ${NO_VICTIMS}.`,
  ],
  [
    'only as many pods as needed are victims, the least important ones',
    aPodOf('new', 10, '2'),
    [node('a', aPodOf('mid', 5, '2'), aPodOf('low', 0, '1'), aPodOf('low-2', 1, '1'))],
    [],
    'a: low-2,low',
  ],
  [
    'among equal priorities the pods that started first stay',
    aPodOf('new', 10, '2'),
    [node('a', aPodOf('late', 0, '2', { start: 60 }), aPodOf('early', 0, '2'))],
    [],
    'a: late',
  ],
  [
    'a pod that does not fit without all victims names the shortage',
    aPodOf('new', 10, '3'),
    [node('a', aPodOf('peer', 10, '2'), aPodOf('low', 0)), node('b', aPodOf('other', 10, '2'))],
    [],
    `0/2 nodes are available: 1 Insufficient cpu, 1 ${NO_VICTIMS}.`,
  ],
  [
    'a node that its labels exclude cannot be helped',
    aPodOf('new', 10, '2', { spec: { nodeSelector: { disk: 'ssd' } } }),
    [node('a', aPodOf('low', 0, '3'))],
    [],
    `0/1 nodes are available: 1 ${HELPLESS}.`,
  ],
  [
    'preemptionPolicy Never looks for no victims',
    aPodOf('new', 10, '2', { spec: { preemptionPolicy: 'Never' } }),
    [node('a', aPodOf('low', 0, '3'))],
    [],
    'not eligible due to preemptionPolicy=Never.',
  ],
  [
    'a node without violated budgets comes first',
    aPodOf('new', 10, '4'),
    [node('a', aPodOf('guarded', 0, '3')), node('b', aPodOf('free', 5, '3'))],
    [budget('guarded', 0)],
    'b: free',
  ],
  [
    'a budget that allows the disruption is not violated',
    aPodOf('new', 10, '4'),
    [node('a', aPodOf('guarded', 0, '3')), node('b', aPodOf('free', 5, '3'))],
    [budget('guarded', 1)],
    'a: guarded',
  ],
  [
    'pods with an exhausted budget are spared before others',
    aPodOf('new', 10, '2'),
    [node('a', aPodOf('guarded', 0, '2'), aPodOf('free', 5, '2'))],
    [budget('guarded', 0)],
    'a: free',
  ],
  [
    'the node with the lowest highest priority of victims comes next',
    aPodOf('new', 10, '4'),
    [node('a', aPodOf('a1', 5, '3')), node('b', aPodOf('b1', 1, '2'), aPodOf('b2', 2, '2'))],
    [],
    'b: b2,b1',
  ],
  [
    'the node with the lowest sum of priorities comes next',
    aPodOf('new', 10, '4'),
    [node('a', aPodOf('a1', 5, '2'), aPodOf('a2', 4, '2')), node('b', aPodOf('b1', 5, '2'), aPodOf('b2', 1, '2'))],
    [],
    'b: b1,b2',
  ],
  [
    'the node with fewer victims comes next',
    aPodOf('new', 10, '4'),
    [node('a', aPodOf('a1', 5, '2'), aPodOf('a2', 5, '2')), node('b', aPodOf('b1', 5, '3'))],
    [],
    'b: b1',
  ],
  [
    'the node whose important victims started last comes next',
    aPodOf('new', 10, '4'),
    [node('a', aPodOf('a1', 5, '3')), node('b', aPodOf('b1', 5, '3', { start: 60 }))],
    [],
    'b: b1',
  ],
  [
    'the first of equal nodes is chosen',
    aPodOf('new', 10, '4'),
    [node('a', aPodOf('a1', 5, '3')), node('b', aPodOf('b1', 5, '3'))],
    [],
    'a: a1',
  ],
])('%s', (_, pod, nodes, budgets, expected) => {
  expect(textOf(preemptionOf(pod, nodes, budgets))).toBe(expected);
});

test('a pod looks for no more victims while those on its nominated node end', () => {
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler' };
  const low = aPodOf('low', 0, '3');
  const ending: Pod = {
    ...low,
    metadata: { ...low.metadata, deletionTimestamp: '2026-01-01T00:00:30Z' },
    status: { ...low.status, conditions: [condition] },
  };
  const nominated: Pod = { ...aPodOf('new', 10, '2'), status: { nominatedNodeName: 'a' } };
  const nodes = [node('a', ending), node('b', aPodOf('other', 0, '3'))];
  expect(preemptionOf(nominated, nodes)).toEqual({ reason: 'not eligible due to a terminating pod on the nominated node.', isOver: false });
  expect(textOf(preemptionOf(aPodOf('more', 10, '2'), nodes))).toBe('a: low');
});

test('a search in a large cluster ends with a hundred candidates', () => {
  const nodes = Array.from({ length: 150 }, (_, index) => node(`n${index}`, aPodOf(`victim-${index}`, index === 120 ? 0 : 5, '3')));
  expect(textOf(preemptionOf(aPodOf('new', 10, '2'), nodes))).toBe('n0: victim-0');
  expect(textOf(preemptionOf(aPodOf('new', 10, '2'), nodes.slice(30)))).toBe('n120: victim-120');
});

test('a search continues until a node needs no violation of a budget', () => {
  const victim = (index: number) => aPodOf(index === 120 ? 'free' : 'guarded', 5, '3');
  const nodes = Array.from({ length: 150 }, (_, index) => node(`n${index}`, victim(index)));
  expect(textOf(preemptionOf(aPodOf('new', 10, '2'), nodes, [budget('guarded', 0)]))).toBe('n120: free');
});
