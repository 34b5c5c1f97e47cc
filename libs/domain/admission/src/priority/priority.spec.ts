import type { Pod } from '@klockwork/resources';
import { describe, expect, it } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { priority } from './priority.ts';

function decide(spec: object, previous?: Pod) {
  const object = { metadata: { name: 'web' }, spec: { containers: [], ...spec } };
  return outcomeOf(priority, podRequest(object, previous ? { operation: 'UPDATE', previous } : {}), viewOf());
}

describe('the priority of a pod', () => {
  it.each([
    ['no class', {}, 0],
    ['system-cluster-critical', { priorityClassName: 'system-cluster-critical' }, 2_000_000_000],
    ['system-node-critical', { priorityClassName: 'system-node-critical' }, 2_000_001_000],
  ])('of %s', (_, spec, value) => {
    expect(decide(spec)).toEqual({
      metadata: { name: 'web' },
      spec: { containers: [], ...spec, priority: value, preemptionPolicy: 'PreemptLowerPriority' },
    });
  });

  it.each([
    ['a class that is not there', { priorityClassName: 'gold' }, 'no PriorityClass with name gold was found'],
    [
      'a number of its own',
      { priority: 7 },
      'the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
    [
      'a policy of its own',
      { preemptionPolicy: 'Never' },
      'the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
    ],
  ])('is refused with %s', (_, spec, detail) => {
    expect(decide(spec)).toMatchObject({ code: 403, message: `pods "web" is forbidden: ${detail}` });
  });

  it('is kept by an update that does not say', () => {
    const previous = { spec: { containers: [], priority: 5, preemptionPolicy: 'Never' } };
    expect(decide({}, previous)).toEqual({ metadata: { name: 'web' }, spec: previous.spec });
  });
});
