import { copy } from '@klockwork/kernel';
import { describe, expect, test } from 'vitest';
import { limitRangeKind } from './limit-range.kind.ts';
import type { LimitRange, LimitRangeItem } from './limit-range.ts';

function created(...limits: LimitRangeItem[]): { limits: readonly LimitRangeItem[]; errors: string[] } {
  const draft = copy({ metadata: { name: 'limits', namespace: 'default' }, spec: { limits } }) as LimitRange;
  limitRangeKind.strategy.default(draft);
  const errors = limitRangeKind.strategy.validate(draft).map(({ field, message }) => `${field}: ${message}`);
  return { limits: draft.spec?.limits ?? [], errors };
}

describe('a LimitRange', () => {
  test('a LimitRange derives container defaults from bounds', () => {
    expect(created({ type: 'Container', max: { cpu: '2000m' }, min: { cpu: '100m', memory: '64Mi' } })).toEqual({
      limits: [
        {
          type: 'Container',
          max: { cpu: '2' },
          min: { cpu: '100m', memory: '64Mi' },
          default: { cpu: '2' },
          defaultRequest: { cpu: '2', memory: '64Mi' },
        },
      ],
      errors: [],
    });
  });

  test('a LimitRange may be created by PUT', () => {
    expect(limitRangeKind.strategy.allowCreateOnUpdate).toBe(true);
  });

  test('a LimitRange without bounds has no defaults', () => {
    expect(created({ type: 'Container' })).toEqual({ limits: [{ type: 'Container' }], errors: [] });
  });

  test('a LimitRange keeps pod bounds unchanged', () => {
    expect(created({ type: 'Pod', max: { cpu: '2' } })).toEqual({ limits: [{ type: 'Pod', max: { cpu: '2' } }], errors: [] });
  });

  const path = 'spec.limits[0]';
  test.each<[string, LimitRangeItem, readonly string[]]>([
    [
      'a mistyped resource',
      { type: 'Container', default: { cpu: '500m', memory: '256Mi' }, defaultRequest: { cpu: '200m', memoty: '128Mi' } },
      [
        `${path}.defaultRequest[memoty]: Invalid value: "memoty": must be a standard resource type or fully qualified`,
        `${path}.defaultRequest[memoty]: Invalid value: "memoty": must be a standard resource for containers`,
      ],
    ],
    ['an unknown type', { type: 'Node' }, [`${path}.type: Invalid value: "Node": must be a standard limit type or fully qualified`]],
    [
      'bounds that cross',
      { type: 'Pod', min: { cpu: '2' }, max: { cpu: '1' } },
      [`${path}.min[cpu]: Invalid value: "2": min value 2 is greater than max value 1`],
    ],
    [
      'defaults out of bounds',
      { type: 'Container', min: { cpu: '1' }, max: { cpu: '2' }, default: { cpu: '3' }, defaultRequest: { cpu: '500m' } },
      [
        `${path}.defaultRequest[cpu]: Invalid value: "500m": min value 1 is greater than default request value 500m`,
        `${path}.default[cpu]: Invalid value: "2": default value 3 is greater than max value 2`,
      ],
    ],
    [
      'a default request above the default',
      { type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '2' } },
      [`${path}.defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than default limit value 1`],
    ],
    [
      'defaults of a pod',
      { type: 'Pod', default: { cpu: '1' } },
      [`${path}.default: Forbidden: may not be specified when \`type\` is 'Pod'`],
    ],
    [
      'a ratio below one',
      { type: 'Pod', maxLimitRequestRatio: { cpu: '500m' } },
      [`${path}.maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1`],
    ],
    [
      'a ratio its bounds do not allow',
      { type: 'Pod', min: { cpu: '1' }, max: { cpu: '2' }, maxLimitRequestRatio: { cpu: '3' } },
      [`${path}.maxLimitRequestRatio[cpu]: Invalid value: "3": ratio 3 is greater than max/min = 2.000000`],
    ],
    [
      'a claim without bounds',
      { type: 'PersistentVolumeClaim', maxLimitRequestRatio: { luck: '2' } },
      [
        `${path}.limits: Required value: either minimum or maximum storage value is required, but neither was provided`,
        `${path}.maxLimitRequestRatio[luck]: Invalid value: "luck": must be a standard resource type or fully qualified`,
      ],
    ],
  ])('a LimitRange with %s is refused', (_, item, expected) => {
    expect(created(item).errors).toEqual(expected);
  });

  test('a LimitRange lists each type once', () => {
    expect(created({ type: 'Pod' }, { type: 'Pod' }).errors).toEqual(['spec.limits[1].type: Duplicate value: "Pod"']);
  });

  test('a LimitRange is printed with name and creation time', () => {
    const limitRange = { metadata: { name: 'limits', creationTimestamp: '2026-01-01T00:00:00Z' } };
    expect(limitRangeKind.columns.map(({ name, cell }) => [name, cell(limitRange, 0)])).toEqual([
      ['Name', 'limits'],
      ['Created At', '2026-01-01T00:00:00Z'],
    ]);
  });
});
