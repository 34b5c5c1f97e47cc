import { createLab } from '@klockwork/controller-runtime/testing';
import { type Event, type Node, podRangesFor, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { startControllerManager } from '../start-controller-manager.ts';
import { assignPodRange } from './assign-pod-range.ts';

const cause = { trigger: 'request', name: 'test' } as const;

test.each<[string, number, string]>([
  ['node-4', 0, '10.244.4.0/24'],
  ['edge-300', 0, '10.245.44.0/24'],
  ['edge-1', 1, '10.246.0.0/24'],
  ['edge-1', 2, '10.246.1.0/24'],
  ['edge-1', 513, '10.244.0.0/24'],
  ['edge-1', 1_023, '10.245.255.0/24'],
])('%s, with its first %i ranges taken, gets %s', (name, count, range) => {
  const ranges = new Set([...podRangesFor(name)].slice(0, count));
  const plan = assignPodRange({ metadata: { name } }, (other) => ranges.has(other));
  expect(plan.stages).toMatchObject([[{ type: 'patch', patch: { body: { spec: { podCIDR: range, podCIDRs: [range] } } } }]]);
});

test.each<[string, Node]>([
  ['with a range', { metadata: { name: 'node-1' }, spec: { podCIDRs: ['192.168.0.0/24'] } }],
  ['in deletion', { metadata: { name: 'node-1', deletionTimestamp: '2026-01-01T00:00:00Z' } }],
])('a node %s gets none', (_, node) => {
  expect(assignPodRange(node, () => false).stages).toEqual([]);
});

test.each([
  ['without a free range', true, 'CIDRNotAvailable'],
  ['whose range is refused', false, 'CIDRAssignmentFailed'],
])('a node %s has an Event', (_, taken, reason) => {
  const node: Node = { metadata: { name: 'node-1' } };
  const [action] = assignPodRange(node, () => taken).stages.flat();
  const [event] = action?.onRefused?.('refused') ?? [action];
  const message = `Node node-1 status is now: ${reason}`;
  expect(event).toMatchObject({ type: 'record', eventType: 'Normal', reason, message, component: 'cidrAllocator' });
});

test('new nodes get distinct ranges, and a waiting node gets the range of a deleted one', async () => {
  const lab = createLab();
  const { api } = lab;
  const create = (name: string, podCIDR?: string) =>
    api.create<Node>(
      resources.nodes,
      { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: podCIDR === undefined ? {} : { podCIDRs: [podCIDR] } },
      { cause },
    );
  const rangeOf = (name: string) => (api.log.find(resources.nodes, '', name) as Node | undefined)?.spec?.podCIDRs;
  for (const [index, range] of [...podRangesFor('node-1')].slice(3).entries()) await create(`full-${index}`, range);
  await startControllerManager(lab.context);
  for (const name of ['node-1', 'edge-1', 'zone-1', 'late-1']) await create(name);
  await lab.advance(1_000);
  expect(['node-1', 'edge-1', 'zone-1', 'late-1'].map(rangeOf)).toEqual([
    ['10.244.1.0/24'],
    ['10.246.0.0/24'],
    ['10.246.1.0/24'],
    undefined,
  ]);
  const { items } = await api.list<Event>(resources.events);
  expect(items.filter(({ reason }) => reason === 'CIDRNotAvailable').map(({ involvedObject }) => involvedObject?.name)).toEqual(['late-1']);
  await api.delete(resources.nodes, { name: 'edge-1' }, {}, { cause });
  await lab.advance(1_000);
  expect(rangeOf('late-1')).toEqual(['10.246.0.0/24']);
});
