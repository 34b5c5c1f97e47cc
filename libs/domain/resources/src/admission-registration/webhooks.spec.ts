import { describe, expect, test } from 'vitest';
import { mutatingWebhookConfigurationKind } from '../mutating-webhook-configuration/mutating-webhook-configuration.kind.ts';
import { rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { validatingWebhookConfigurationKind } from '../validating-webhook-configuration/validating-webhook-configuration.kind.ts';
import type { Rule, WebhookConfiguration } from './webhook.ts';

const RULE: Rule = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const SERVICE = { service: { name: 'hook', namespace: 'default' } };

function aConfiguration(part: object = {}, ...others: object[]): WebhookConfiguration {
  const webhook = {
    name: 'a.example.com',
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    clientConfig: SERVICE,
    rules: [RULE],
    ...part,
  };
  const metadata = { name: 'hooks', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
  return { metadata, webhooks: [webhook, ...others.map((other) => ({ ...webhook, ...other }))] } as WebhookConfiguration;
}

const refusals = (part: object) => tryCreate(mutatingWebhookConfigurationKind, aConfiguration(part)).errors;

test('a webhook gets defaults; only a mutating one gets a reinvocation policy', () => {
  const defaults = {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
    clientConfig: { service: { name: 'hook', namespace: 'default', port: 443 } },
    rules: [{ ...RULE, scope: '*' }],
  };
  const { object, errors } = tryCreate(validatingWebhookConfigurationKind, aConfiguration());
  expect([errors, object.metadata?.generation, object.webhooks]).toEqual([
    [],
    1,
    [{ name: 'a.example.com', admissionReviewVersions: ['v1'], sideEffects: 'None', ...defaults }],
  ]);
  expect(tryCreate(mutatingWebhookConfigurationKind, aConfiguration()).object.webhooks?.[0]?.reinvocationPolicy).toBe('Never');
});

test('its generation counts changes of webhooks', () => {
  const { object } = tryCreate(validatingWebhookConfigurationKind, aConfiguration());
  const generationAfter = (change: (draft: WebhookConfiguration) => void) =>
    tryUpdate(validatingWebhookConfigurationKind, object, change).object.metadata?.generation;
  expect(generationAfter((draft) => Object.assign(draft.metadata!, { labels: { a: 'b' } }))).toBe(1);
  expect(generationAfter((draft) => Object.assign(draft, { webhooks: [] }))).toBe(2);
});

describe('a webhook is refused', () => {
  test.each<[string, object, string[]]>([
    ['without a name', { name: '' }, ['webhooks[0].name: Required value']],
    [
      'with a short name',
      { name: 'example.com' },
      ['webhooks[0].name: Invalid value: "example.com": should be a domain with at least three segments separated by dots'],
    ],
    [
      'without side effects',
      { sideEffects: undefined },
      ['webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun'],
    ],
    [
      'with unknown side effects',
      { sideEffects: 'Some' },
      ['webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"'],
    ],
    [
      'with a long timeout',
      { timeoutSeconds: 31 },
      ['webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds'],
    ],
    [
      'with unknown policies',
      { failurePolicy: 'Cry', matchPolicy: 'Same', reinvocationPolicy: 'Always' },
      [
        'webhooks[0].failurePolicy: Unsupported value: "Cry": supported values: "Fail", "Ignore"',
        'webhooks[0].matchPolicy: Unsupported value: "Same": supported values: "Equivalent", "Exact"',
        'webhooks[0].reinvocationPolicy: Unsupported value: "Always": supported values: "IfNeeded", "Never"',
      ],
    ],
    [
      'that speaks no version of reviews',
      { admissionReviewVersions: [] },
      ['webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1'],
    ],
    [
      'that speaks none of ours, twice',
      { admissionReviewVersions: ['v9', 'v9'] },
      [
        'webhooks[0].admissionReviewVersions[1]: Invalid value: "v9": duplicate version',
        'webhooks[0].admissionReviewVersions: Invalid value: ["v9","v9"]: must include at least one of v1, v1beta1',
      ],
    ],
    [
      'of which nobody knows where it is',
      { clientConfig: {} },
      ['webhooks[0].clientConfig: Required value: exactly one of url or service is required'],
    ],
    [
      'at an address that is more than one',
      { clientConfig: { url: 'http://me:pw@/path?a=b#c' } },
      [
        `webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`,
        'webhooks[0].clientConfig.url: Invalid value: "": host must be provided; desired format: https://host[/path]',
        'webhooks[0].clientConfig.url: Invalid value: "me:pw": user information is not permitted in the URL',
        'webhooks[0].clientConfig.url: Invalid value: "c": fragments are not permitted in the URL',
        'webhooks[0].clientConfig.url: Invalid value: "a=b": query parameters are not permitted in the URL',
      ],
    ],
    [
      'behind a service that is none',
      { clientConfig: { service: { port: 70_000, path: 'a//b' } } },
      [
        'webhooks[0].clientConfig.service.name: Required value: service name is required',
        'webhooks[0].clientConfig.service.namespace: Required value: service namespace is required',
        'webhooks[0].clientConfig.service.port: Invalid value: 70000: port is not valid: must be between 1 and 65535, inclusive',
        `webhooks[0].clientConfig.service.path: Invalid value: "a//b": must start with a '/'`,
        'webhooks[0].clientConfig.service.path: Invalid value: "a//b": segment[0] may not be empty',
        'webhooks[0].clientConfig.service.path: Invalid value: "a//b": segment[1] may not be empty',
      ],
    ],
    [
      'whose conditions say nothing, or the same',
      { matchConditions: [{}, { name: 'a', expression: 'true' }, { name: 'a', expression: ' ' }] },
      [
        'webhooks[0].matchConditions[0].expression: Required value',
        'webhooks[0].matchConditions[0].name: Required value',
        'webhooks[0].matchConditions[2].expression: Required value',
        'webhooks[0].matchConditions[2].name: Duplicate value: "a"',
      ],
    ],
  ])('a webhook %s is refused', (_, part, errors) => {
    expect(refusals(part)).toEqual(errors);
  });

  test('a webhook with too many conditions is refused', () => {
    const matchConditions = Array.from({ length: 65 }, (_, index) => ({ name: `c${index}`, expression: 'true' }));
    expect(refusals({ matchConditions })).toEqual(['webhooks[0].matchConditions: Too many: 65: must have at most 64 items']);
  });

  test('a webhook with a duplicate name is refused', () => {
    expect(tryCreate(validatingWebhookConfigurationKind, aConfiguration({}, {})).errors).toEqual([
      'webhooks[1].name: Duplicate value: "a.example.com"',
    ]);
  });
});

describe('a rule is refused', () => {
  test.each<[string, Partial<Rule>, string[]]>([
    [
      'without values',
      { operations: [], apiGroups: [], apiVersions: [], resources: [] },
      ['operations: Required value', 'apiGroups: Required value', 'apiVersions: Required value', 'resources: Required value'],
    ],
    [
      'with a star beside other values',
      { operations: ['*', 'CREATE'], apiGroups: ['*', 'apps'], apiVersions: ['*', ''] },
      [
        `operations: Invalid value: ["*","CREATE"]: if '*' is present, must not specify other operations`,
        `apiGroups: Invalid value: ["*","apps"]: if '*' is present, must not specify other API groups`,
        `apiVersions: Invalid value: ["*",""]: if '*' is present, must not specify other API versions`,
        'apiVersions[1]: Required value',
      ],
    ],
    [
      'with an unknown operation and scope',
      { operations: ['READ'], scope: 'World' },
      [
        'operations[0]: Unsupported value: "READ": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"',
        'scope: Unsupported value: "World": supported values: "*", "Cluster", "Namespaced"',
      ],
    ],
    [
      'with duplicate resources',
      { resources: ['pods/*', 'pods/log', '*/scale', 'deployments/scale', ''] },
      [
        `resources[1]: Invalid value: "pods/log": if 'pods/*' is present, must not specify pods/log`,
        `resources[3]: Invalid value: "deployments/scale": if '*/scale' is present, must not specify deployments/scale`,
        'resources[4]: Required value',
      ],
    ],
    [
      'with all resources beside some',
      { resources: ['*/*', 'a/b'] },
      [`resources: Invalid value: ["*/*","a/b"]: if '*/*' is present, must not specify other resources`],
    ],
    [
      'with all subresources beside one',
      { resources: ['*', 'pods'] },
      [`resources: Invalid value: ["*","pods"]: if '*' is present, must not specify other resources without subresources`],
    ],
  ])('a rule %s is refused', (_, part, errors) => {
    expect(refusals({ rules: [{ ...RULE, ...part }] })).toEqual(errors.map((error) => `webhooks[0].rules[0].${error}`));
  });
});

test('an existing configuration may keep its errors', () => {
  const old = aConfiguration({ sideEffects: 'Some', admissionReviewVersions: ['v0'] }, {});
  const { errors } = tryUpdate(validatingWebhookConfigurationKind, old, (draft) => Object.assign(draft.metadata!, { labels: { a: 'b' } }));
  expect(errors).toEqual([]);
});

test('kubectl counts its webhooks', () => {
  expect(rowOf(mutatingWebhookConfigurationKind, aConfiguration({}, {}), Date.parse('2026-01-01T00:00:09Z'))).toEqual({
    Name: 'hooks',
    Webhooks: 2,
    Age: '9s',
  });
});
