import { describe, expect, test } from 'vitest';
import { aPod, aPodDisruptionBudget, rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';
import { podDisruptionBudgetEvent } from './pod-disruption-budget.events.ts';
import { podDisruptionBudgetKind } from './pod-disruption-budget.kind.ts';
import { budgetCovers, disruptionConditions, syncFailedConditions } from './pod-disruption-budget.ts';

const LATER = Date.parse('2026-01-01T00:01:00Z');

test('kubectl get pdb prints its row', () => {
  expect(rowOf(podDisruptionBudgetKind, aPodDisruptionBudget({ status: { disruptionsAllowed: 1 } }), LATER)).toEqual({
    Name: 'web',
    'Min Available': 'N/A',
    'Max Unavailable': '1',
    'Allowed Disruptions': 1,
    Age: '60s',
  });
});

test('a new budget allows nothing yet', () => {
  const { object, errors } = tryCreate(podDisruptionBudgetKind, aPodDisruptionBudget({ status: { disruptionsAllowed: 9 } }));
  expect([errors, object.metadata?.generation, object.status]).toEqual([
    [],
    1,
    { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  ]);
});

describe('the selector label of v1beta1', () => {
  const old = (operator: string) => ({ key: 'pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match', operator });
  const other = { key: 'app', operator: 'Exists' };
  test.each<[string, object, object]>([
    ['goes', { matchExpressions: [old('DoesNotExist')] }, {}],
    ['goes from beside others', { matchExpressions: [old('Exists'), other] }, { matchExpressions: [other] }],
    ['goes from beside labels', { matchLabels: { app: 'web' }, matchExpressions: [old('Exists')] }, { matchLabels: { app: 'web' } }],
    ['stays where it alone means none', { matchExpressions: [old('Exists')] }, { matchExpressions: [old('Exists')] }],
  ])('the v1beta1 label %s', (_, selector, kept) => {
    const body = { metadata: { name: 'web', namespace: 'default' }, spec: { maxUnavailable: 1, selector } };
    expect(tryCreate(podDisruptionBudgetKind, body).object.spec?.selector).toEqual(kept);
  });
});

describe('a budget is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'that says both what must stay and what may go',
      { minAvailable: 2, maxUnavailable: '50%', selector: { matchLabels: { app: 'web' } } },
      [
        'spec: Invalid value: {"MinAvailable":2,"Selector":{"matchLabels":{"app":"web"}},"MaxUnavailable":"50%","UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
      ],
    ],
    ['of less than nothing', { minAvailable: -1 }, ['spec.minAvailable: Invalid value: -1: must be greater than or equal to 0']],
    ['of more than all', { maxUnavailable: '110%' }, ['spec.maxUnavailable: Invalid value: "110%": must not be greater than 100%']],
    [
      'of a share that is none',
      { maxUnavailable: 'few' },
      [
        "spec.maxUnavailable: Invalid value: \"few\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ],
    ],
    [
      'with an unknown policy',
      { unhealthyPodEvictionPolicy: 'Never' },
      ['spec.unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: "AlwaysAllow", "IfHealthyBudget"'],
    ],
  ])('a budget is refused %s', (_, spec, errors) => {
    expect(tryCreate(podDisruptionBudgetKind, { ...aPodDisruptionBudget(), spec }).errors).toEqual(errors);
  });
});

test('an update keeps the status, and increments the generation with the spec', () => {
  const { object, errors } = tryUpdate(podDisruptionBudgetKind, aPodDisruptionBudget({ status: { disruptionsAllowed: 1 } }), (draft) => {
    draft.spec = { minAvailable: 1 };
    delete draft.status;
  });
  expect([errors, object.metadata?.generation, object.status?.disruptionsAllowed]).toEqual([[], 2, 1]);
});

test('a status with negative numbers is refused', () => {
  const draft = aPodDisruptionBudget({ status: { disruptionsAllowed: -1 } });
  expect(texts(podDisruptionBudgetKind.status?.validateUpdate(draft, aPodDisruptionBudget()) ?? [])).toEqual([
    'status.disruptionsAllowed: Invalid value: -1: must be greater than or equal to 0',
  ]);
});

test('a status with duplicate, incomplete or malformed conditions is refused', () => {
  const condition = { type: 'DisruptionAllowed', status: 'Maybe', reason: 'no pods', message: '', lastTransitionTime: '' };
  const draft = aPodDisruptionBudget({
    status: { conditions: [condition, { ...condition, status: 'True', reason: '', observedGeneration: -1 }] },
  });
  const path = 'status.conditions';
  expect(texts(podDisruptionBudgetKind.status?.validateUpdate(draft, aPodDisruptionBudget()) ?? [])).toEqual([
    `${path}[0].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown"`,
    `${path}[0].lastTransitionTime: Required value: must be set`,
    expect.stringMatching(
      /^status\.conditions\[0\]\.reason: Invalid value: "no pods": a condition reason must start with alphabetic character, /,
    ),
    `${path}[1].type: Duplicate value: "DisruptionAllowed"`,
    `${path}[1].observedGeneration: Invalid value: -1: must be greater than or equal to zero`,
    `${path}[1].lastTransitionTime: Required value: must be set`,
    `${path}[1].reason: Required value: must be set`,
  ]);
});

describe('a budget covers a pod', () => {
  test.each<[string, object | undefined, boolean]>([
    ['that it selects', { matchLabels: { app: 'web' } }, true],
    ['but not for one that it does not select', { matchLabels: { app: 'db' } }, false],
    ['of its namespace, when it selects all', {}, true],
    ['never, when it selects none', undefined, false],
    ['never, when its selector cannot be read', { matchExpressions: [{ key: 'app', operator: 'Like' }] }, false],
  ])('a budget covers a pod %s', (_, selector, covered) => {
    const budget = { ...aPodDisruptionBudget(), spec: { selector } } as ReturnType<typeof aPodDisruptionBudget>;
    expect(budgetCovers(budget, aPod({ metadata: { labels: { app: 'web' } } }))).toBe(covered);
    expect(budgetCovers(budget, aPod({ metadata: { namespace: 'shop', labels: { app: 'web' } } }))).toBe(false);
  });
});

test('an error from elsewhere than the selector is rethrown', () => {
  const labels = new Proxy({}, { getOwnPropertyDescriptor: () => raise() });
  const pod = { ...aPod(), metadata: { ...aPod().metadata, labels } };
  expect(() => budgetCovers(aPodDisruptionBudget(), pod)).toThrow(RangeError);
});

function raise(): never {
  throw new RangeError('broken');
}

test('the condition reports allowed disruptions, and the time of its last change', () => {
  const counts = { currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, observedGeneration: 4 };
  const [allowed] = disruptionConditions({ ...counts, disruptionsAllowed: 1 }, '2026-01-01T00:00:00Z');
  expect(allowed).toEqual({
    type: 'DisruptionAllowed',
    status: 'True',
    reason: 'SufficientPods',
    message: '',
    lastTransitionTime: '2026-01-01T00:00:00Z',
    observedGeneration: 4,
  });
  const conditions = allowed === undefined ? [] : [allowed];
  const [still] = disruptionConditions({ ...counts, disruptionsAllowed: 2, conditions }, '2026-01-01T00:01:00Z');
  expect(still?.lastTransitionTime).toBe('2026-01-01T00:00:00Z');
  const [failed] = syncFailedConditions({ ...counts, disruptionsAllowed: 0, conditions }, 'no scale', '2026-01-01T00:01:00Z');
  expect(failed).toMatchObject({ status: 'False', reason: 'SyncFailed', message: 'no scale', lastTransitionTime: '2026-01-01T00:01:00Z' });
});

test('the log reports a computed status by counts', () => {
  const next = aPodDisruptionBudget({ status: { currentHealthy: 3, desiredHealthy: 2, disruptionsAllowed: 1 } });
  expect(podDisruptionBudgetEvent({ verb: 'update', subresource: 'status', previous: aPodDisruptionBudget(), next })).toEqual({
    type: 'PodDisruptionBudgetStatusReported',
    data: { healthy: 3, desired: 2, allowed: 1 },
  });
});
