import { describe, expect, test } from 'vitest';
import { aResourceQuota, rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';
import { resourceQuotaKind } from './resource-quota.kind.ts';
import { scopeRequirements } from './resource-quota.ts';

test('kubectl get quota prints usage of requests and limits in separate columns', () => {
  const hard = { pods: '4', 'requests.cpu': '2', 'limits.cpu': '3', 'count/jobs.batch': '5' };
  const quota = aResourceQuota({ status: { hard, used: { pods: '1', 'requests.cpu': '500m', 'limits.cpu': '1' } } });
  expect(rowOf(resourceQuotaKind, quota, Date.parse('2026-01-01T00:01:00Z'))).toEqual({
    Name: 'compute',
    Request: 'count/jobs.batch: 0/5, pods: 1/4, requests.cpu: 500m/2',
    Limit: 'limits.cpu: 1/3',
    Age: '60s',
  });
});

test('amounts have canonical form, and a new quota has zero usage', () => {
  const { object, errors } = tryCreate(resourceQuotaKind, {
    ...aResourceQuota(),
    spec: { hard: { cpu: '1000m' } },
    status: { used: { cpu: '9' } },
  });
  expect([errors, object.spec, object.status]).toEqual([[], { hard: { cpu: '1' } }, {}]);
});

test('a new quota with requests above limits causes a warning', () => {
  const warningsOf = (hard: Record<string, string>) => tryCreate(resourceQuotaKind, aResourceQuota({ spec: { hard } })).warnings;
  expect(warningsOf({ 'requests.cpu': '2', 'limits.cpu': '1000m', memory: '3Gi', 'limits.memory': '2Gi' })).toEqual([
    'ResourceQuota requests.cpu (2) should be less than limits.cpu (1)',
    'ResourceQuota memory (3Gi) should be less than limits.memory (2Gi)',
  ]);
  expect(warningsOf({ cpu: '2', 'requests.cpu': '1', 'limits.cpu': '1', 'requests.ephemeral-storage': '1Gi' })).toEqual([]);
  const stored = aResourceQuota({ spec: { hard: { 'requests.storage': '2', 'limits.storage': '1' } } });
  expect(tryCreate(resourceQuotaKind, stored).warnings).toHaveLength(1);
  expect(tryUpdate(resourceQuotaKind, stored, () => undefined).warnings).toEqual([]);
});

const QUOTA = 'must be a standard resource for quota';
const SCOPES = 'spec.scopes: Invalid value:';
const MATCH = 'spec.scopeSelector.matchExpressions';

describe('a quota is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'of a mistyped resource, with both complaints',
      { hard: { memoty: '1' } },
      [
        'spec.hard[memoty]: Invalid value: "memoty": must be a standard resource type or fully qualified',
        `spec.hard[memoty]: Invalid value: "memoty": ${QUOTA}`,
      ],
    ],
    ['of a resource that no quota counts', { hard: { storage: '1Gi' } }, [`spec.hard[storage]: Invalid value: "storage": ${QUOTA}`]],
    [
      'of amounts below zero and of half pods',
      { hard: { cpu: '-1', pods: '500m' } },
      [
        'spec.hard[cpu]: Invalid value: "-1": must be greater than or equal to 0',
        'spec.hard[pods]: Invalid value: "500m": must be an integer',
      ],
    ],
    ['of an unknown scope', { hard: { cpu: '1' }, scopes: ['Fast'] }, [`${SCOPES} ["Fast"]: unsupported scope`]],
    [
      'of a requirement that says nothing',
      { scopeSelector: { matchExpressions: [{ scopeName: 'BestEffort' }] } },
      [
        `${MATCH}.operator: Invalid value: "": must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity`,
        `${MATCH}.operator: Invalid value: "": not a valid selector operator`,
      ],
    ],
    [
      'of scopes that exclude each other',
      { scopes: ['BestEffort', 'NotBestEffort'] },
      [`${SCOPES} ["BestEffort","NotBestEffort"]: conflicting scopes`],
    ],
    [
      'of a scope whose pods ask for nothing, for what they ask',
      { hard: { cpu: '1' }, scopes: ['BestEffort'] },
      [`${SCOPES} ["BestEffort"]: unsupported scope applied to resource`],
    ],
    [
      'of a class without values',
      { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In' }] } },
      [`${MATCH}.values: Required value: must be at least one value when \`operator\` is 'In' or 'NotIn' for scope selector`],
    ],
    [
      'of a plain scope that is asked for a value',
      { scopeSelector: { matchExpressions: [{ scopeName: 'Terminating', operator: 'In', values: ['a'] }] } },
      [
        `${MATCH}.operator: Invalid value: "In": must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity`,
      ],
    ],
    [
      'of operators that are none, and of values where there can be none',
      {
        scopeSelector: {
          matchExpressions: [
            { scopeName: 'PriorityClass', operator: 'Like' },
            { scopeName: 'PriorityClass', operator: 'Exists', values: ['a'] },
          ],
        },
      },
      [
        `${MATCH}.operator: Invalid value: "Like": not a valid selector operator`,
        `${MATCH}.values: Invalid value: ["a"]: must be no value when \`operator\` is 'Exist' or 'DoesNotExist' for scope selector`,
      ],
    ],
    [
      'of a class, for what is no pod',
      { hard: { services: '1' }, scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['a'] }] } },
      [
        `${MATCH}: Invalid value: {"MatchExpressions":[{"ScopeName":"PriorityClass","Operator":"In","Values":["a"]}]}: unsupported scope applied to resource`,
      ],
    ],
  ])('a quota is refused %s', (_, spec, errors) => {
    expect(tryCreate(resourceQuotaKind, { ...aResourceQuota(), spec }).errors).toEqual(errors);
  });
});

test('its scopes never change, but their order may', () => {
  const stored = aResourceQuota({ spec: { hard: { pods: '1' }, scopes: ['NotBestEffort', 'Terminating'] } });
  const move = (scopes: string[]) =>
    tryUpdate(resourceQuotaKind, stored, (draft) => {
      draft.spec = { ...draft.spec, scopes };
    }).errors;
  expect(move(['Terminating', 'NotBestEffort'])).toEqual([]);
  expect(move(['Terminating'])).toEqual([`${SCOPES} ["Terminating"]: field is immutable`]);
});

test('a status is validated like the spec', () => {
  const draft = { ...aResourceQuota(), status: { used: { pods: '-1' } } };
  expect(texts(resourceQuotaKind.status?.validateUpdate(draft, aResourceQuota()) ?? [])).toEqual([
    'status.used[pods]: Invalid value: "-1": must be greater than or equal to 0',
  ]);
});

test('scopes and the scope selector form a single list of requirements', () => {
  const requirement = { scopeName: 'PriorityClass', operator: 'In', values: ['high'] };
  expect(
    scopeRequirements(aResourceQuota({ spec: { scopes: ['BestEffort'], scopeSelector: { matchExpressions: [requirement] } } })),
  ).toEqual([{ scopeName: 'BestEffort', operator: 'Exists' }, requirement]);
});

test('the log reports new usage', () => {
  const next = aResourceQuota({ status: { used: { pods: '1' } } });
  expect(resourceQuotaKind.event({ verb: 'update', subresource: 'status', previous: aResourceQuota(), next })).toEqual({
    type: 'ResourceQuotaUsageReported',
    data: { used: { pods: '1' } },
  });
});
