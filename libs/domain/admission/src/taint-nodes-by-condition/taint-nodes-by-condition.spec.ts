import { resources } from '@klockwork/resources';
import { describe, expect, it } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

describe('a new node', () => {
  it('takes no pods until it is ready', () => {
    const request = podRequest({ metadata: { name: 'node-1' } }, { resource: resources.nodes, namespace: '' });
    expect(outcomeOf(taintNodesByCondition, request, viewOf())).toEqual({ metadata: { name: 'node-1' }, spec: { taints: [taint] } });
  });

  it('is left alone afterwards', () => {
    const request = podRequest({ spec: {} } as object, { resource: resources.nodes, namespace: '', operation: 'UPDATE' });
    expect(outcomeOf(taintNodesByCondition, request, viewOf())).toEqual({ spec: {} });
  });
});
