import { describe, expect, test } from 'vitest';
import { rowOf, texts, tryCreate, tryUpdate } from '../testing/index.ts';
import { validatingAdmissionPolicyBindingKind } from '../validating-admission-policy-binding/validating-admission-policy-binding.kind.ts';
import { validatingAdmissionPolicyKind } from './validating-admission-policy.kind.ts';
import type { ValidatingAdmissionPolicy } from './validating-admission-policy.ts';

const METADATA = { name: 'limits', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const NOW = Date.parse('2026-01-01T00:00:09Z');
const RULE = { operations: ['CREATE'], apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'] };

function aPolicy(part: object = {}): ValidatingAdmissionPolicy {
  const spec = { matchConstraints: { resourceRules: [RULE] }, validations: [{ expression: 'object.spec.replicas < 5' }], ...part };
  return { metadata: METADATA, spec } as ValidatingAdmissionPolicy;
}

function aBinding(part: object = {}) {
  return { metadata: METADATA, spec: { policyName: 'limits', validationActions: ['Deny'], ...part } };
}

test('a policy fails closed and matches equivalent versions by default', () => {
  const { object, errors } = tryCreate(validatingAdmissionPolicyKind, aPolicy());
  expect([errors, object.spec?.failurePolicy, object.spec?.matchConstraints, object.metadata?.generation]).toEqual([
    [],
    'Fail',
    { resourceRules: [{ ...RULE, scope: '*' }], matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} },
    1,
  ]);
});

describe('a policy is refused', () => {
  const nothing = 'Required value: validations or auditAnnotations must contain at least one item';
  test.each<[string, object, string[]]>([
    [
      'that is for nothing and does nothing',
      { matchConstraints: undefined, validations: [] },
      ['matchConstraints: Required value', `validations: ${nothing}`, `auditAnnotations: ${nothing}`],
    ],
    ['without rules', { matchConstraints: {} }, ['matchConstraints.resourceRules: Required value']],
    [
      'for an object twice',
      { matchConstraints: { resourceRules: [{ ...RULE, resourceNames: ['a', 'a', 'b/c'] }] } },
      [
        'matchConstraints.resourceRules[0].resourceNames[1]: Duplicate value: "a"',
        `matchConstraints.resourceRules[0].resourceNames[2]: Invalid value: "b/c": may not contain '/'`,
      ],
    ],
    [
      'of a kind of parameters without a kind',
      { paramKind: { apiVersion: 'a/b/c' } },
      ['paramKind.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c', 'paramKind.kind: Required value'],
    ],
    [
      'of parameters without a version',
      { paramKind: { apiVersion: 'apps/', kind: 'Deployment' } },
      ['paramKind.apiVersion: Invalid value: "apps/": version must be specified'],
    ],
    [
      'whose variables are no variables',
      { variables: [{ name: 'for', expression: '1' }, {}] },
      [
        'variables[0].name: Invalid value: "for": name is not a valid CEL identifier',
        'variables[1].name: Required value: name is not specified',
        'variables[1].expression: Required value: expression is not specified',
      ],
    ],
    [
      'whose validation asks and says nothing',
      {
        validations: [
          { expression: ' ', message: ' ', messageExpression: ' ', reason: 'Mood' },
          { expression: 'true', message: 'a\nb' },
        ],
      },
      [
        'validations[0].expression: Required value: expression is not specified',
        'validations[0].messageExpression: Invalid value: " ": must be non-empty if specified',
        'validations[0].message: Invalid value: " ": message must be non-empty if specified',
        'validations[0].reason: Unsupported value: "Mood": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge"',
        'validations[1].message: Invalid value: "a\\nb": message must not contain line breaks',
      ],
    ],
    [
      'that writes the same down twice, at length',
      {
        auditAnnotations: [
          { key: 'a', valueExpression: 'x'.repeat(5121) },
          { key: 'a', valueExpression: '' },
        ],
      },
      [
        'auditAnnotations[0].valueExpression: Required value: must not exceed 5120 bytes in length',
        'auditAnnotations[1].valueExpression: Required value: valueExpression is not specified',
        'auditAnnotations[1].key: Duplicate value: "a"',
      ],
    ],
  ])('a policy is refused: %s', (_, part, errors) => {
    expect(tryCreate(validatingAdmissionPolicyKind, aPolicy(part)).errors).toEqual(errors.map((error) => `spec.${error}`));
  });
});

test('a status update keeps the generation', () => {
  const { object } = tryCreate(validatingAdmissionPolicyKind, aPolicy());
  const { status, spec } = tryUpdate(validatingAdmissionPolicyKind, object, (draft) =>
    Object.assign(draft, { status: { observedGeneration: 9 } }),
  ).object;
  expect([status, spec]).toEqual([{}, object.spec]);
  const conditions = [{ type: 'Ready', status: 'Yes', lastTransitionTime: '2024-01-01T00:00:00Z', reason: 'Fine', message: '' }];
  const checked = { ...object, status: { typeChecking: { expressionWarnings: [{ fieldRef: ' ', warning: '' }] }, conditions } };
  expect(texts(validatingAdmissionPolicyKind.status?.validateUpdate(checked, object) ?? [])).toEqual([
    'status.typeChecking.expressionWarnings[0].warning: Required value',
    'status.typeChecking.expressionWarnings[0].fieldRef: Required value',
    'status.conditions[0].status: Unsupported value: "Yes": supported values: "False", "True", "Unknown"',
  ]);
});

describe('a binding is refused', () => {
  test.each<[string, object, string[]]>([
    [
      'to nothing, without an action',
      { policyName: '', validationActions: [] },
      ['policyName: Required value', 'validationActions: Required value: at least one validation action is required'],
    ],
    [
      'that says the same twice',
      { validationActions: ['Deny', 'Warn', 'Warn', 'Cry'] },
      [
        'validationActions[2]: Duplicate value: "Warn"',
        'validationActions[3]: Unsupported value: "Cry": supported values: "Audit", "Deny", "Warn"',
        'validationActions: Invalid value: ["Deny","Warn","Warn","Cry"]: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
      ],
    ],
    [
      'with parameters by name and by label',
      { paramRef: { name: 'a', selector: {} } },
      [
        'paramRef.name: Forbidden: name and selector are mutually exclusive',
        'paramRef.selector: Forbidden: name and selector are mutually exclusive',
        'paramRef.parameterNotFoundAction: Required value',
      ],
    ],
    [
      'with parameters of no name',
      { paramRef: { parameterNotFoundAction: 'Cry' } },
      [
        'paramRef: Required value: one of name or selector must be specified',
        'paramRef.parameterNotFoundAction: Unsupported value: "Cry": supported values: "Deny", "Allow"',
      ],
    ],
    [
      'for what cannot be matched',
      { matchResources: { matchPolicy: 'Same' } },
      ['matchResouces.matchPolicy: Unsupported value: "Same": supported values: "Equivalent", "Exact"'],
    ],
  ])('a binding is refused %s', (_, part, errors) => {
    expect(tryCreate(validatingAdmissionPolicyBindingKind, aBinding(part)).errors).toEqual(errors.map((error) => `spec.${error}`));
  });
});

test('kubectl prints validations of policies and parameters of bindings', () => {
  expect(rowOf(validatingAdmissionPolicyKind, aPolicy({ paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } }), NOW)).toEqual({
    Name: 'limits',
    Validations: 1,
    ParamKind: 'v1/ConfigMap',
    Age: '9s',
  });
  const refs = [undefined, { name: 'a' }, { name: 'a', namespace: 'b' }, { selector: { matchLabels: { a: 'b' } } }];
  expect(refs.map((paramRef) => rowOf(validatingAdmissionPolicyBindingKind, aBinding({ paramRef }), NOW).ParamRef)).toEqual([
    '<unset>',
    '*/a',
    'b/a',
    'a=b',
  ]);
});
