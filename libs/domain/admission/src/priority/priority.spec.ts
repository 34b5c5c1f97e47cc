import { type Pod, type PriorityClass, resources, systemPriorityClasses } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { priority } from './priority.ts';

const gold: PriorityClass = { metadata: { name: 'gold' }, value: 7, preemptionPolicy: 'Never' };
const everybody: PriorityClass = { metadata: { name: 'everybody' }, value: 3, preemptionPolicy: 'Never', globalDefault: true };

function view(...classes: PriorityClass[]) {
  return viewOf(...[...systemPriorityClasses, ...classes].map((one) => [resources.priorityClasses, one] as const));
}

function admitPod(spec: object, { previous, classes = [] }: { previous?: Pod; classes?: PriorityClass[] } = {}) {
  const object = { metadata: { name: 'web' }, spec: { containers: [], ...spec } };
  return outcomeOf(priority, podRequest(object, previous ? { operation: 'UPDATE', previous } : {}), view(...classes));
}

describe('the priority of a pod', () => {
  test.each([
    ['no class', {}, 0],
    ['system-cluster-critical', { priorityClassName: 'system-cluster-critical' }, 2_000_000_000],
    ['system-node-critical', { priorityClassName: 'system-node-critical' }, 2_000_001_000],
  ])('a pod with %s gets the priority of its class, or 0', (_, spec, value) => {
    expect(admitPod(spec)).toEqual({
      metadata: { name: 'web' },
      spec: { containers: [], ...spec, priority: value, preemptionPolicy: 'PreemptLowerPriority' },
    });
  });

  test.each([
    ['of its class', { priorityClassName: 'gold' }, { priorityClassName: 'gold', priority: 7, preemptionPolicy: 'Never' }],
    ['of the class for all', {}, { priorityClassName: 'everybody', priority: 3, preemptionPolicy: 'Never' }],
  ])('a pod gets the priority %s', (_, spec, expected) => {
    expect(admitPod(spec, { classes: [gold, everybody] })).toEqual({ metadata: { name: 'web' }, spec: { containers: [], ...expected } });
  });

  test.each([
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
  ])('a pod is refused with %s', (_, spec, detail) => {
    expect(admitPod(spec)).toMatchObject({ code: 403, message: `pods "web" is forbidden: ${detail}` });
  });

  test("a pod's priority is kept by an update without priority", () => {
    const previous = { spec: { containers: [], priority: 5, preemptionPolicy: 'Never' } };
    expect(admitPod({}, { previous })).toEqual({ metadata: { name: 'web' }, spec: previous.spec });
  });
});

describe('a priority class', () => {
  const write = (name: string, object: PriorityClass | undefined, operation: 'CREATE' | 'UPDATE' | 'DELETE') =>
    outcomeOf(priority, podRequest(object, { resource: resources.priorityClasses, namespace: '', name, operation }), view(everybody));

  test('a second global default class is refused', () => {
    const second = { ...everybody, metadata: { name: 'second' } };
    const message =
      'priorityclasses.scheduling.k8s.io "second" is forbidden: PriorityClass everybody is already marked as default. Only one default can exist';
    expect(write('second', second, 'CREATE')).toMatchObject({ code: 403, message });
    expect(write('second', second, 'UPDATE')).toMatchObject({ code: 403, message });
    expect(write('everybody', everybody, 'UPDATE')).toEqual(everybody);
    expect(write('everybody', everybody, 'CREATE')).toMatchObject({ code: 403, message: message.replace('second', 'everybody') });
    expect(write('gold', gold, 'CREATE')).toEqual(gold);
  });

  test('a system class cannot be deleted', () => {
    expect(write('system-node-critical', undefined, 'DELETE')).toMatchObject({
      code: 403,
      message:
        'priorityclasses.scheduling.k8s.io "system-node-critical" is forbidden: this is a system priority class and cannot be deleted',
    });
    expect(write('everybody', undefined, 'DELETE')).toBeUndefined();
  });
});
