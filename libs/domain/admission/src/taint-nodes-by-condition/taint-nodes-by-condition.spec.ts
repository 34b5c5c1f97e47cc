import { resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

describe('a new node', () => {
  test('a new node accepts no pods before it is ready', () => {
    const request = podRequest({ metadata: { name: 'node-1' } }, { resource: resources.nodes, namespace: '' });
    expect(outcomeOf(taintNodesByCondition, request, viewOf())).toEqual({ metadata: { name: 'node-1' }, spec: { taints: [taint] } });
  });

  test('an existing node stays unchanged', () => {
    const request = podRequest({ spec: {} } as object, { resource: resources.nodes, namespace: '', operation: 'UPDATE' });
    expect(outcomeOf(taintNodesByCondition, request, viewOf())).toEqual({ spec: {} });
  });
});
