import { expect, test } from 'vitest';
import type { Refusal } from '../../plugin.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { nodeOf, podRequesting } from '../../testing/requests.ts';
import { nodeResourcesFit } from './node-resources-fit.filter.ts';

const allocatable = { cpu: '4', memory: '8Gi', 'ephemeral-storage': '10Gi', pods: '2' };
const node = nodeOf(allocatable);

test.each<[string, Record<string, string>, Record<string, string>[], Refusal | undefined]>([
  ['an empty node takes a pod that fills it', { cpu: '4', memory: '8Gi' }, [], undefined],
  ['a pod fits beside another', { cpu: '2' }, [{ cpu: '2' }], undefined],
  ['a pod may come where room would be made', { cpu: '3' }, [{ cpu: '2' }], { reasons: ['Insufficient cpu'], resolvable: true }],
  ['a pod never fits on a node that is too small', { cpu: '5' }, [], { reasons: ['Insufficient cpu'], resolvable: false }],
  [
    'a resource that the node lacks is insufficient',
    { 'example.com/gpu': '1' },
    [],
    { reasons: ['Insufficient example.com/gpu'], resolvable: false },
  ],
  ['a full node has too many pods', {}, [{}, {}], { reasons: ['Too many pods'], resolvable: true }],
  [
    'all shortages are named, in order: pods, cpu, memory, storage, and others',
    { 'example.com/gpu': '1', 'ephemeral-storage': '11Gi', memory: '9Gi', cpu: '5' },
    [{}, {}],
    {
      reasons: [
        'Too many pods',
        'Insufficient cpu',
        'Insufficient memory',
        'Insufficient ephemeral-storage',
        'Insufficient example.com/gpu',
      ],
      resolvable: false,
    },
  ],
  [
    'one shortage that cannot be helped decides',
    { cpu: '3', memory: '9Gi' },
    [{ cpu: '2' }],
    { reasons: ['Insufficient cpu', 'Insufficient memory'], resolvable: false },
  ],
  ['a request of zero fits everywhere', { 'example.com/gpu': '0' }, [], undefined],
])('%s', (_, requests, placed, refusal) => {
  const pods = placed.map((each, index) => podRequesting(`other-${index}`, each));
  expect(nodeResourcesFit.refuse(candidateOf(podRequesting('web', requests)), nodeWith(node, ...pods))).toEqual(refusal);
});
