import { expect, test } from 'vitest';
import { statusPatch } from './status-patch.ts';
import { durationText } from './text.ts';

const since = '2026-01-01T00:00:00Z';
const condition = (type: string, status: 'True' | 'False', more: object = {}) => ({ type, status, lastTransitionTime: since, ...more });

test('equal statuses need no patch, whatever their field order', () => {
  expect(statusPatch({ phase: 'Running', hostIP: '1.2.3.4' }, { hostIP: '1.2.3.4', phase: 'Running' })).toBeUndefined();
});

test('a patch contains changed fields and removes missing ones', () => {
  expect(statusPatch({ phase: 'Pending', message: 'gone' }, { phase: 'Running', podIP: '10.0.0.1' })).toEqual({
    phase: 'Running',
    message: null,
    podIP: '10.0.0.1',
  });
});

test('conditions are patched one by one, and foreign ones are unchanged', () => {
  const before = { conditions: [condition('Ready', 'False', { reason: 'ContainersNotReady' }), condition('Gate', 'True')] };
  const after = { conditions: [condition('Ready', 'True'), condition('PodScheduled', 'True')] };
  expect(statusPatch(before, after)).toEqual({
    conditions: [condition('Ready', 'True', { reason: null }), condition('PodScheduled', 'True')],
  });
});

test('a resize condition is removed after the resize', () => {
  const before = { conditions: [condition('PodResizePending', 'True'), condition('Gate', 'True')] };
  expect(statusPatch(before, { conditions: [] })).toEqual({ conditions: [{ $patch: 'delete', type: 'PodResizePending' }] });
});

test('a removed address is named explicitly, because address lists are merged', () => {
  expect(statusPatch({ podIPs: [{ ip: '10.0.0.1' }] }, { podIPs: [{ ip: '10.0.0.2' }] })).toEqual({
    podIPs: [{ $patch: 'delete', ip: '10.0.0.1' }, { ip: '10.0.0.2' }],
  });
});

test.each([
  [0, '0s'],
  [250, '250ms'],
  [1_200, '1.2s'],
  [10_000, '10s'],
  [160_000, '2m40s'],
  [300_000, '5m0s'],
  [3_600_000, '1h0m0s'],
])('%i ms is printed as %s', (ms, text) => expect(durationText(ms)).toBe(text));
