import type { NodeSelectorTerm, PodSpec } from '@klockwork/kubernetes-types';
import { aNode, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import type { Refusal } from '../../plugin.ts';
import { candidateOf, nodeWith } from '../../testing/plugin-input.ts';
import { nodeAffinity } from './node-affinity.filter.ts';

const LEFT_OUT: Refusal = { reasons: ["node(s) didn't match Pod's node affinity/selector"], resolvable: false };
const node = nodeWith(aNode({ metadata: { name: 'a', labels: { disk: 'ssd', cores: '8' } } }));

function required(...nodeSelectorTerms: NodeSelectorTerm[]): Partial<PodSpec> {
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } };
}

const label = (key: string, operator: string, ...values: string[]): NodeSelectorTerm => ({ matchExpressions: [{ key, operator, values }] });
const field = (operator: string, name: string): NodeSelectorTerm => ({ matchFields: [{ key: 'metadata.name', operator, values: [name] }] });

test.each<[string, Partial<PodSpec>, Refusal | undefined]>([
  ['a pod that selects nothing may run on each node', {}, undefined],
  ['a pod may run on a node with the labels of its nodeSelector', { nodeSelector: { disk: 'ssd', cores: '8' } }, undefined],
  ['a pod may not run on a node that lacks a label of its nodeSelector', { nodeSelector: { disk: 'ssd', zone: 'b' } }, LEFT_OUT],
  ['a nodeSelector for a label called constructor selects no node', { nodeSelector: { constructor: 'a' } }, LEFT_OUT],
  ['In holds for one of its values', required(label('disk', 'In', 'hdd', 'ssd')), undefined],
  ['In does not hold for an absent label', required(label('zone', 'In', 'b')), LEFT_OUT],
  ['NotIn holds for an absent label', required(label('zone', 'NotIn', 'b')), undefined],
  ['NotIn does not hold for one of its values', required(label('disk', 'NotIn', 'ssd')), LEFT_OUT],
  ['Exists does not hold for an absent label', required(label('zone', 'Exists')), LEFT_OUT],
  ['DoesNotExist holds for an absent label', required(label('zone', 'DoesNotExist')), undefined],
  ['Gt holds for a greater integer', required(label('cores', 'Gt', '7')), undefined],
  ['Gt does not hold for an equal integer', required(label('cores', 'Gt', '8')), LEFT_OUT],
  ['Lt holds for a smaller integer', required(label('cores', 'Lt', '10')), undefined],
  ['Lt does not hold for a label that is no integer', required(label('disk', 'Lt', '10')), LEFT_OUT],
  ['a field selects the node by its name', required(field('In', 'a')), undefined],
  ['a field leaves the node out by its name', required(field('NotIn', 'a')), LEFT_OUT],
  ['one of several terms suffices', required(label('zone', 'Exists'), label('disk', 'Exists')), undefined],
  ['all requirements of a term must hold', required({ ...label('disk', 'Exists'), ...field('In', 'b') }), LEFT_OUT],
  ['an empty term holds for no node', required({}), LEFT_OUT],
  [
    'a nodeSelector and a required affinity must both hold',
    { nodeSelector: { disk: 'hdd' }, ...required(label('disk', 'Exists')) },
    LEFT_OUT,
  ],
])('%s', (_, spec, refusal) => {
  expect(nodeAffinity.refuse(candidateOf(aPod({ spec })), node)).toEqual(refusal);
});

test.each(['1.5', '1e3', '0x10', ''])('Gt holds for integers alone, and not for the label %j', (cores) => {
  const odd = nodeWith(aNode({ metadata: { name: 'a', labels: { cores } } }));
  const pod = aPod({ spec: required(label('cores', 'Gt', '-1')) });
  expect(nodeAffinity.refuse(candidateOf(pod), odd)).toEqual(LEFT_OUT);
});
