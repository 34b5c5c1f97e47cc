import { expect, test } from 'vitest';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { nodeOf, podRequesting } from '../../testing/requests.ts';
import { leastAllocated } from './least-allocated.score.ts';

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
  expect(leastAllocated.score(candidateOf(podRequesting('web', requests)), node)).toBe(score);
});

test('the score needs no normalization and has the weight of upstream', () => {
  expect(leastAllocated).toMatchObject({ name: 'NodeResourcesFit', weight: 1 });
  expect(leastAllocated.normalize).toBeUndefined();
});
