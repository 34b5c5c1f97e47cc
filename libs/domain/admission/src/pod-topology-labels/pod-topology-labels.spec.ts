import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { podTopologyLabels } from './pod-topology-labels.ts';

const zone = 'topology.kubernetes.io/zone';
const region = 'topology.kubernetes.io/region';
const labels = { [zone]: 'a', [region]: 'north', 'kubernetes.io/hostname': 'node-1' };
const view = viewOf([resources.nodes, { metadata: { name: 'node-1', labels } }], [resources.nodes, { metadata: { name: 'node-2' } }]);

/** Returns the labels of an admitted Binding to `target`. */
function bound(target: object): object | undefined {
  const body = { metadata: { name: 'web', labels: { [zone]: 'b', app: 'web' } }, target } as KubeObject;
  outcomeOf(podTopologyLabels, podRequest({}, { subresource: 'binding', body }), view);
  return body.metadata?.labels;
}

test('a bound pod gets only zone and region of its node', () => {
  expect(bound({ kind: 'Node', name: 'node-1' })).toEqual({ [zone]: 'a', [region]: 'north', app: 'web' });
});

test.each([
  ['has no topology labels', { kind: 'Node', name: 'node-2' }],
  ['does not exist', { kind: 'Node', name: 'node-3' }],
  ['has no kind', { name: 'node-1' }],
])('a node that %s leaves the labels unchanged', (_, target) => {
  expect(bound(target)).toEqual({ [zone]: 'b', app: 'web' });
});

test('a pod created with a node gets the same labels', () => {
  const created = (nodeName?: string) => outcomeOf(podTopologyLabels, podRequest({ spec: { nodeName } } as KubeObject), view);
  expect(created('node-1')).toMatchObject({ metadata: { labels: { [zone]: 'a', [region]: 'north' } } });
  expect(created()).not.toHaveProperty('metadata');
});
