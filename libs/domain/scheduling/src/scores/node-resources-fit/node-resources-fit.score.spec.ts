import { expect, test } from 'vitest';
import type { ScoringStrategy } from '../../plugin-args.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { nodeOf, podRequesting } from '../../testing/requests.ts';
import { nodeResourcesFitScore } from './node-resources-fit.score.ts';

type Requests = Record<string, string>;

test.each<[string, Requests, Requests[], number]>([
  ['the score is the mean of the free shares of cpu and memory', { cpu: '1', memory: '4000Mi' }, [], 62],
  ['pods on the node take their share', { cpu: '1', memory: '2000Mi' }, [{ cpu: '1', memory: '2000Mi' }], 50],
  ['a pod that fills the node scores 0', { cpu: '4', memory: '8000Mi' }, [], 0],
  ['a container without requests counts 100m and 200 MiB', {}, [], 97],
  ['pods without requests count on the node too', {}, [{}, {}, {}], 90],
])('%s', (_, requests, placed, score) => {
  const node = nodeWith(
    nodeOf({ cpu: '4', memory: '8000Mi', pods: '110' }),
    ...placed.map((each, index) => podRequesting(`p${index}`, each)),
  );
  expect(nodeResourcesFitScore.score(candidateOf(podRequesting('web', requests)), node)).toBe(score);
});

const CPU_AND_MEMORY = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];
const shape = [
  { utilization: 0, score: 0 },
  { utilization: 50, score: 10 },
  { utilization: 100, score: 5 },
];

test.each<[string, ScoringStrategy, Requests, number]>([
  ['MostAllocated prefers the fuller node', { type: 'MostAllocated', resources: CPU_AND_MEMORY }, { cpu: '1', memory: '4000Mi' }, 37],
  [
    'weights of resources count',
    { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 3 }, ...CPU_AND_MEMORY.slice(1)] },
    { cpu: '1', memory: '4000Mi' },
    31,
  ],
  [
    'assumed requests beyond the capacity fill the node',
    { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] },
    { cpu: '9' },
    100,
  ],
  [
    'a resource that the pod requests counts',
    { type: 'LeastAllocated', resources: [{ name: 'example.com/gpu', weight: 1 }] },
    { 'example.com/gpu': '1' },
    75,
  ],
  [
    'a resource that the pod does not request has no score',
    { type: 'LeastAllocated', resources: [{ name: 'example.com/gpu', weight: 1 }] },
    {},
    0,
  ],
  [
    'a point of the shape is the score',
    { type: 'RequestedToCapacityRatio', resources: CPU_AND_MEMORY, shape },
    { cpu: '2', memory: '4000Mi' },
    100,
  ],
  [
    'the score lies on the line between two points',
    { type: 'RequestedToCapacityRatio', resources: CPU_AND_MEMORY, shape },
    { cpu: '1', memory: '6000Mi' },
    63,
  ],
  [
    'resources without a score are left out',
    { type: 'RequestedToCapacityRatio', resources: CPU_AND_MEMORY, shape },
    { cpu: '0', memory: '4000Mi' },
    100,
  ],
])('%s', (_, scoringStrategy, requests, score) => {
  const node = nodeWith(nodeOf({ cpu: '4', memory: '8000Mi', 'example.com/gpu': '4' }));
  const candidate = candidateOf(podRequesting('web', requests));
  const args = { ...candidate.args, nodeResourcesFit: { ...candidate.args.nodeResourcesFit, scoringStrategy } };
  expect(nodeResourcesFitScore.score({ ...candidate, args }, node)).toBe(score);
});

test('the score needs no normalization and has the weight of upstream', () => {
  expect(nodeResourcesFitScore).toMatchObject({ name: 'NodeResourcesFit', weight: 1 });
  expect(nodeResourcesFitScore.normalize).toBeUndefined();
});
