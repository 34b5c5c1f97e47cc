import type { Pod } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { nodeInfo } from '@klockwork/scheduling';
import { expect, test } from 'vitest';
import { Nominations } from './nominations.ts';

const pod = (name: string, priority: number): Pod => {
  const containers = [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '1' } } }];
  return aPod({ metadata: { name, uid: name }, spec: { containers, priority } });
};
const nodes = ['a', 'b'].map((name) => nodeInfo(aNode({ metadata: { name } }), []));

test.each<[string, Pod, number]>([
  ['a nominated pod keeps its room from pods of lower priority', pod('low', 0), 1_000],
  ['a nominated pod keeps its room from pods of the same priority', pod('peer', 5), 1_000],
  ['a pod of higher priority takes the room of a nominated pod', pod('high', 9), 0],
  ['a nominated pod finds its own room free', pod('nominated', 5), 0],
])('%s', (_, other, cpu) => {
  const nominations = new Nominations();
  nominations.nominate(pod('nominated', 5), 'a');
  expect(nominations.nodesFor(other, nodes).map(({ requested }) => requested.cpu ?? 0)).toEqual([cpu, 0]);
});

test('a pod displaces less important nominated pods of its node', () => {
  const nominations = new Nominations();
  for (const [name, priority] of [
    ['low', 1],
    ['high', 9],
  ] as const)
    nominations.nominate(pod(name, priority), 'a');
  expect(nominations.below(pod('new', 5), 'a').map(({ metadata }) => metadata?.name)).toEqual(['low']);
  expect(nominations.below(pod('new', 5), 'b')).toEqual([]);
});

test('a forgotten nomination takes no room', () => {
  const nominations = new Nominations();
  nominations.nominate(pod('nominated', 5), 'a');
  nominations.forget(pod('nominated', 5));
  expect(nominations.nodesFor(pod('low', 0), nodes)).toBe(nodes);
});
