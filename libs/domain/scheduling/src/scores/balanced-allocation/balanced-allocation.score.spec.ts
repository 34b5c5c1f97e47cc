import { expect, test } from 'vitest';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { nodeOf, podRequesting } from '../../testing/requests.ts';
import { balancedAllocation } from './balanced-allocation.score.ts';

type Requests = Record<string, string>;

test.each<[string, Requests, Requests[], number]>([
  ['cpu and memory used to the same degree score best', { cpu: '2', memory: '4000Mi' }, [], 100],
  ['half the difference of the two fractions is lost', { cpu: '4', memory: '4000Mi' }, [], 75],
  ['a pod that evens out the node scores best', { cpu: '2', memory: '6000Mi' }, [{ cpu: '2', memory: '2000Mi' }], 100],
  ['a fraction is at most 1', { cpu: '4', memory: '8000Mi' }, [{ cpu: '4', memory: '100Mi' }], 100],
])('%s', (_, requests, placed, score) => {
  const node = nodeWith(
    nodeOf({ cpu: '4', memory: '8000Mi', pods: '110' }),
    ...placed.map((each, index) => podRequesting(`p${index}`, each)),
  );
  expect(balancedAllocation.score(candidateOf(podRequesting('web', requests)), node)).toBe(score);
});

test('three resources lose their standard deviation', () => {
  const resources = ['cpu', 'memory', 'ephemeral-storage'].map((name) => ({ name, weight: 1 }));
  const candidate = candidateOf(podRequesting('web', { cpu: '1', memory: '500Mi', 'ephemeral-storage': '0' }));
  const args = { ...candidate.args, nodeResourcesBalancedAllocation: { resources } };
  const node = nodeWith(nodeOf({ cpu: '1', memory: '1000Mi', 'ephemeral-storage': '1Gi' }));
  // Shares 1, 0.5 and 0 have the deviation 0.408.
  expect(balancedAllocation.score({ ...candidate, args }, node)).toBe(59);
});

test('a pod without requests is not scored', () => {
  expect(balancedAllocation.isSkipped?.(candidateOf(podRequesting('web', {})))).toBe(true);
  expect(balancedAllocation.isSkipped?.(candidateOf(podRequesting('web', { cpu: '1' })))).toBe(false);
});

test('the score needs no normalization and has the weight of upstream', () => {
  expect(balancedAllocation).toMatchObject({ name: 'NodeResourcesBalancedAllocation', weight: 1 });
  expect(balancedAllocation.normalize).toBeUndefined();
});
