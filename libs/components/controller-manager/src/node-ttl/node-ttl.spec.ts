import { createLab } from '@klockwork/controller-runtime/testing';
import { type Node, OBJECT_TTL, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { startControllerManager } from '../start-controller-manager.ts';
import { annotate } from './node-ttl.controller.ts';
import { ObjectTtl } from './object-ttl.ts';

const cause = { trigger: 'request', name: 'test' } as const;

test.each<[number[], number[]]>([
  [
    [0, 100, 101, 90, 89],
    [0, 0, 15, 15, 0],
  ],
  [
    [500, 501, 450, 449],
    [15, 30, 30, 15],
  ],
  [
    [3_000, 1_799, 1],
    [300, 60, 0],
  ],
])('a cluster of %j nodes, one size after the other, has the values %j', (sizes, seconds) => {
  const ttl = new ObjectTtl();
  expect(sizes.map((size) => ttl.secondsFor(size))).toEqual(seconds);
});

test.each<[string | undefined, boolean]>([
  ['15', false],
  ['0', true],
  ['soon', true],
  [undefined, true],
])('a node with annotation %s is written: %s', (noted, written) => {
  const node: Node = { metadata: { name: 'node-1', ...(noted === undefined ? {} : { annotations: { [OBJECT_TTL]: noted } }) } };
  expect(annotate(node, 15).stages.flat()).toHaveLength(written ? 1 : 0);
});

test('the controller annotates an unannotated node', async () => {
  const lab = createLab();
  await startControllerManager(lab.context);
  await lab.api.create<Node>(resources.nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'mine' } }, { cause });
  await lab.advance(0);
  expect(lab.api.log.find(resources.nodes, '', 'mine')?.metadata?.annotations).toEqual({ [OBJECT_TTL]: '0' });
});
