import { describe, expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { bootstrapFlowSchemas } from './bootstrap-flow-schemas.ts';
import { flowSchemaKind as kind } from './flow-schema.kind.ts';
import type { FlowSchema } from './flow-schema.ts';

const SUBJECTS = [{ kind: 'User', user: { name: 'alice' } }];
const ALL = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'] };

function aSchema(spec: object = {}, name = 'mine'): FlowSchema {
  return {
    metadata: { name },
    spec: { priorityLevelConfiguration: { name: 'workload-low' }, rules: [{ subjects: SUBJECTS, resourceRules: [ALL] }], ...spec },
  } as FlowSchema;
}

const ruled = (rule: object) => aSchema({ rules: [{ subjects: SUBJECTS, ...rule }] });

test('a schema has a medium precedence by default, and no initial status', () => {
  const { object, errors } = tryCreate(kind, { ...aSchema(), status: { conditions: [{ type: 'Dangling' }] } });
  expect([object.spec?.matchingPrecedence, object.metadata?.generation, object.status, errors]).toEqual([1000, 1, {}, []]);
});

describe('a schema is refused', () => {
  const at = 'spec.rules[0]';
  test.each<[string, FlowSchema, string[]]>([
    [
      'that is asked before all',
      aSchema({ matchingPrecedence: -1 }),
      ['spec.matchingPrecedence: Invalid value: -1: must be a positive value'],
    ],
    [
      'that is asked after all',
      aSchema({ matchingPrecedence: 10_001 }),
      ['spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000'],
    ],
    [
      'that would be exempt',
      aSchema({ matchingPrecedence: 1 }),
      ["spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1"],
    ],
    [
      'without a level',
      aSchema({ priorityLevelConfiguration: undefined }),
      ['spec.priorityLevelConfiguration.name: Required value: must reference a priority level'],
    ],
    [
      'that tells requests apart by weather',
      aSchema({ distinguisherMethod: { type: 'ByWeather' } }),
      ['spec.distinguisherMethod.type: Unsupported value: {"type":"ByWeather"}: supported values: "ByNamespace", "ByUser"'],
    ],
    [
      'about nobody and nothing',
      aSchema({ rules: [{}] }),
      [
        `${at}.subjects: Required value: subjects must contain at least one value`,
        `${at}: Required value: at least one of resourceRules and nonResourceRules has to be non-empty`,
      ],
    ],
    [
      'about an unknown kind',
      ruled({ subjects: [{ kind: 'Robot' }], resourceRules: [ALL] }),
      [`${at}.subjects[0].kind: Unsupported value: "Robot": supported values: "Group", "ServiceAccount", "User"`],
    ],
    [
      'about somebody who is not told',
      ruled({ subjects: [{ kind: 'Group', user: { name: 'a' } }], resourceRules: [ALL] }),
      [
        `${at}.subjects[0].group: Required value: group is required when subject kind is 'Group'`,
        `${at}.subjects[0].user: Forbidden: user is forbidden when subject kind is not 'User'`,
      ],
    ],
    [
      'about an account of no namespace',
      ruled({
        subjects: [
          { kind: 'ServiceAccount', serviceAccount: { name: '*' } },
          { kind: 'User', user: {} },
        ],
        resourceRules: [ALL],
      }),
      [
        `${at}.subjects[0].serviceAccount.namespace: Required value: must specify namespace for service account`,
        `${at}.subjects[1].user.name: Required value`,
      ],
    ],
    [
      'about nothing in particular',
      ruled({ resourceRules: [{}] }),
      [
        `${at}.resourceRules[0].verbs: Required value: verbs must contain at least one value`,
        `${at}.resourceRules[0].apiGroups: Required value: resource rules must supply at least one api group`,
        `${at}.resourceRules[0].resources: Required value: resource rules must supply at least one resource`,
        `${at}.resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace`,
      ],
    ],
    [
      'about all and more',
      ruled({ resourceRules: [{ verbs: ['fly'], apiGroups: ['*', ''], resources: ['*', 'pods'], namespaces: ['*', 'a'] }] }),
      [
        `${at}.resourceRules[0].verbs: Unsupported value: ["fly"]: supported values: "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"`,
        `${at}.resourceRules[0].apiGroups: Invalid value: ["*",""]: if '*' is present, must not specify other api groups`,
        `${at}.resourceRules[0].resources: Invalid value: ["*","pods"]: if '*' is present, must not specify other resources`,
        `${at}.resourceRules[0].namespaces: Invalid value: ["*","a"]: if '*' is present, must not specify other namespaces`,
      ],
    ],
    [
      'about odd namespaces',
      ruled({ resourceRules: [{ ...ALL, namespaces: ['a.b'] }] }),
      [
        `${at}.resourceRules[0].namespaces[0]: Invalid value: "a.b": each member of this list must be '*' or a DNS-1123 label; must not contain dots`,
      ],
    ],
    [
      'about odd paths',
      ruled({ nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/', '', 'a', '/a b', '//', '/a*', '/a/*', '/*/*'] }] }),
      [
        `${at}.nonResourceRules[0].nonResourceURLs[1]: Invalid value: "": must not be empty`,
        `${at}.nonResourceRules[0].nonResourceURLs[2]: Invalid value: "a": must start with slash`,
        `${at}.nonResourceRules[0].nonResourceURLs[3]: Invalid value: "/a b": must not contain white-space`,
        `${at}.nonResourceRules[0].nonResourceURLs[4]: Invalid value: "//": must not contain double slash`,
        `${at}.nonResourceRules[0].nonResourceURLs[5]: Invalid value: "/a*": wildcard can only do suffix matching`,
        `${at}.nonResourceRules[0].nonResourceURLs[7]: Invalid value: "/*/*": wildcard can only do suffix matching`,
      ],
    ],
  ])('a schema %s is refused', (_, schema, expected) => {
    expect(tryCreate(kind, schema).errors).toEqual(expected);
  });

  test('a changed mandatory schema is refused', () => {
    const [exempt] = bootstrapFlowSchemas();
    const { errors } = tryUpdate(kind, build(exempt as FlowSchema), (draft) => {
      draft.spec = { ...aSchema().spec, matchingPrecedence: 5 } as FlowSchema['spec'];
    });
    expect(errors).toEqual([expect.stringMatching(/^spec: Invalid value: \{.*\}: spec of 'exempt' must equal the fixed value$/)]);
  });
});

test('conditions of the status have types, each once', () => {
  const status = { conditions: [{ type: 'Dangling' }, { type: 'Dangling' }, {}] };
  const next = { ...build(aSchema()), status };
  expect(kind.status?.validateUpdate(next, build(aSchema())).map(({ field, message }) => `${field}: ${message}`)).toEqual([
    'status.conditions[1].type: Duplicate value: "Dangling"',
    'status.conditions[2].type: Required value: must not be empty',
  ]);
});

test('a status update keeps the spec and metadata of users', () => {
  const stored = { ...build(aSchema()), metadata: { name: 'alice', labels: { a: 'b' }, generation: 1 } };
  const status = { conditions: [{ type: 'Dangling', status: 'True' }] };
  const draft = {
    ...stored,
    metadata: { ...stored.metadata, labels: { a: 'c' }, annotations: { d: 'e' } },
    spec: undefined,
    status,
  } as never;
  kind.status?.prepareForUpdate(draft, stored, { now: 0, subresource: 'status', user: 'admin' });
  expect(draft).toEqual({ ...stored, status });
  expect(kind.status?.resetFields).toEqual(['metadata', 'spec']);
});

test('default schemas are valid, and printed as in a real cluster', () => {
  const rows = bootstrapFlowSchemas().map((schema) => {
    const { object, errors } = tryCreate(kind, schema);
    expect([schema.metadata?.name, errors]).toEqual([schema.metadata?.name, []]);
    return Object.values(rowOf(kind, object, 0)).join(' ');
  });
  expect(rows).toEqual([
    'exempt exempt 1 <none> <unknown> ?',
    'catch-all catch-all 10000 ByUser <unknown> ?',
    'probes exempt 2 <none> <unknown> ?',
    'system-leader-election leader-election 100 ByUser <unknown> ?',
    'endpoint-controller workload-high 150 ByUser <unknown> ?',
    'workload-leader-election leader-election 200 ByUser <unknown> ?',
    'system-node-high node-high 400 ByUser <unknown> ?',
    'system-nodes system 500 ByUser <unknown> ?',
    'kube-controller-manager workload-high 800 ByNamespace <unknown> ?',
    'kube-scheduler workload-high 800 ByNamespace <unknown> ?',
    'kube-system-service-accounts workload-high 900 ByNamespace <unknown> ?',
    'service-accounts workload-low 9000 ByUser <unknown> ?',
    'global-default global-default 9900 ByUser <unknown> ?',
  ]);
});
