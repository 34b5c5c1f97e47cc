import type { Pod } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { podsToDelete } from './pods-to-delete.ts';

const NOW = Date.UTC(2026, 0, 1);
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

interface Traits {
  node?: string;
  phase?: string;
  readyFor?: number;
  cost?: string;
  restarts?: number;
  age?: number;
}

function pod(name: string, { node = 'n', phase = 'Running', readyFor = 100, cost, restarts = 0, age = 1000 }: Traits): Pod {
  const ready = { type: 'Ready', status: readyFor < 0 ? 'False' : 'True', lastTransitionTime: ago(Math.abs(readyFor)) };
  const annotations = cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } };
  const containerStatuses = [{ name: 'c', restartCount: restarts, image: '', imageID: '', ready: true }];
  return {
    metadata: { name, uid: name, creationTimestamp: ago(age), ...annotations },
    spec: { containers: [], ...(node === '' ? {} : { nodeName: node }) },
    status: { phase, conditions: [ready], containerStatuses },
  };
}

test.each<[string, Traits, Traits]>([
  ['one without a node before one with', { node: '' }, {}],
  ['pending before running', { phase: 'Pending' }, {}],
  ['unknown before running', { phase: 'Unknown' }, {}],
  ['not ready before ready', { readyFor: -10 }, {}],
  ['a cheap one before a dear one', { cost: '-5' }, { cost: '10' }],
  ['one that is crowded before one alone', { node: 'crowded' }, { node: 'lonely' }],
  ['ready for a short time before ready for long', { readyFor: 10 }, { readyFor: 1000 }],
  ['often restarted before never', { restarts: 3 }, {}],
  ['young before old', { age: 110 }, { age: 100_000 }],
])('%s', (_, first, second) => {
  const pods = [pod('z-second', second), pod('a-first', first)];
  const related = [...pods, pod('other', { node: 'crowded' })];
  expect(podsToDelete(pods, related, 1, NOW).map(({ metadata }) => metadata?.name)).toEqual(['a-first']);
});

test('ages of one magnitude are equal, and the uid decides', () => {
  const pods = [pod('b', { readyFor: 100 }), pod('a', { readyFor: 120 })];
  expect(podsToDelete(pods, pods, 1, NOW).map(({ metadata }) => metadata?.name)).toEqual(['a']);
});

test('podsToDelete returns all pods when count is at least their number', () => {
  const pods = [pod('b', {}), pod('a', {})];
  expect(podsToDelete(pods, pods, 2, NOW)).toBe(pods);
});
