import { describe, expect, test } from 'vitest';
import { aPriorityClass, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { priorityClassKind } from './priority-class.kind.ts';
import { defaultPriorityClassOf, systemPriorityClasses } from './priority-class.ts';

test('kubectl get priorityclasses prints its row', () => {
  expect(rowOf(priorityClassKind, aPriorityClass(), Date.parse('2026-01-01T00:01:00Z'))).toEqual({
    Name: 'high',
    Value: 1_000,
    'Global-Default': false,
    Age: '60s',
    PreemptionPolicy: 'PreemptLowerPriority',
  });
});

test('system classes are valid', () => {
  expect(systemPriorityClasses.map((body) => tryCreate(priorityClassKind, body).errors)).toEqual([[], []]);
});

test('a class is preempting by default', () => {
  expect(tryCreate(priorityClassKind, { metadata: { name: 'high' }, value: 5 }).object).toEqual({
    metadata: { name: 'high', generation: 1 },
    value: 5,
    preemptionPolicy: 'PreemptLowerPriority',
  });
});

describe('a class is refused', () => {
  const reserved = "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: ";
  test.each<[string, object, string[]]>([
    [
      'above the highest priority of users',
      { value: 1_000_000_001 },
      ['value: Forbidden: maximum allowed value of a user defined priority is 1000000000'],
    ],
    ['with a name of the system', { metadata: { name: 'system-mine' } }, [`${reserved}system-mine is not a known system priority class`]],
    [
      'with the name of a system class and another value',
      { metadata: { name: 'system-node-critical' }, value: 5 },
      [`${reserved}value of system-node-critical PriorityClass must be 2000001000`],
    ],
    [
      'as a system class for all pods',
      { metadata: { name: 'system-cluster-critical' }, value: 2_000_000_000, globalDefault: true },
      [`${reserved}globalDefault of system-cluster-critical PriorityClass must be false`],
    ],
    [
      'with an unknown policy',
      { preemptionPolicy: 'Sometimes' },
      ['preemptionPolicy: Unsupported value: "Sometimes": supported values: "PreemptLowerPriority", "Never"'],
    ],
  ])('a class is refused %s', (_, change, errors) => {
    expect(tryCreate(priorityClassKind, { ...aPriorityClass(), ...change }).errors).toEqual(errors);
  });
});

test('value and policy of a class are immutable, its description is not', () => {
  const changed = tryUpdate(priorityClassKind, aPriorityClass(), (draft) => {
    draft.value = 7;
    draft.preemptionPolicy = 'Never';
  });
  expect(changed.errors).toEqual([
    'value: Forbidden: may not be changed in an update.',
    'preemptionPolicy: Invalid value: "Never": field is immutable',
  ]);
  const described = tryUpdate(priorityClassKind, aPriorityClass(), (draft) => {
    draft.description = 'for the shop';
  });
  expect([described.errors, described.object.metadata?.generation]).toEqual([[], 1]);
});

test('the default class with the lowest value takes precedence', () => {
  const [low, high] = [aPriorityClass({ value: 1, globalDefault: true }), aPriorityClass({ value: 9, globalDefault: true })];
  expect(defaultPriorityClassOf([aPriorityClass({ value: 0 }), high, low])).toBe(low);
  expect(defaultPriorityClassOf([aPriorityClass()])).toBeUndefined();
});
