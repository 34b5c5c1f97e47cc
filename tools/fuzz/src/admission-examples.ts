import { OLD_CONVERTED, PROGRAMS, programUrl } from './odd-webhooks.ts';

const GROUP = 'admissionregistration.k8s.io/v1';
const EVERY = ['CREATE', 'UPDATE', 'DELETE'];
const NAMED = { apiGroups: [''], apiVersions: ['v1'], operations: EVERY, resources: ['configmaps', 'secrets/*'], scope: 'Namespaced' };
const CUSTOM = { apiGroups: ['fuzz.example.com'], apiVersions: ['v1'], operations: ['*'], resources: ['*/*'] };
const LABELLED = { labels: 'a' };

/** Expressions of validations: true, false, wrong at run time, of a wrong type, costly, unknown, and with functions of Kubernetes. */
const EXPRESSIONS: readonly string[] = [
  ...['true', 'false', "object == null || object.metadata.name != 'b'", 'object.absent == 1', '1 / 0 == 1', "'text'", 'object'],
  ...['variables.names.all(a, variables.names.all(b, variables.names.all(c, a + b != c)))', 'absent(1)', 'variables.size < 40 &&'],
  ...["params == null || params.data.?limit.orValue('1') == '1'", 'oldObject == null || object.metadata.uid == oldObject.metadata.uid'],
  ...[
    "quantity('1Gi').isGreaterThan(quantity('1Mi'))",
    "ip('10.0.0.1').family() == 4",
    "url('a').getHost() == ''",
    "'a'.matches('(a+)+$')",
  ],
  ...["authorizer.group('').resource('pods').namespace('a').check('get').allowed()", "namespaceObject.metadata.name == 'default'"],
];

/** Policies, one an expression: with parameters, variables, conditions, annotations and all messages. */
const POLICIES = EXPRESSIONS.map((expression, index) => ({
  apiVersion: GROUP,
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'a' },
  spec: {
    failurePolicy: index % 2 === 0 ? 'Fail' : 'Ignore',
    ...(index % 3 === 0 && { paramKind: index % 2 === 0 ? { apiVersion: 'v1', kind: 'ConfigMap' } : OLD_CONVERTED }),
    matchConstraints: { resourceRules: [index % 2 === 0 ? NAMED : CUSTOM] },
    matchConditions: [{ name: 'a.b/some', expression: "request.operation != 'CONNECT'" }],
    variables: [
      { name: 'size', expression: 'object == null ? 0 : object.metadata.name.size()' },
      { name: 'names', expression: "['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']" },
    ],
    validations: [{ expression, messageExpression: "'size ' + string(variables.size)", message: 'no', reason: 'Forbidden' }],
    auditAnnotations: [{ key: 'size', valueExpression: 'string(variables.size)' }],
  },
}));

const ACTIONS = [['Deny'], ['Warn', 'Audit'], ['Deny', 'Audit']];
const PARAMS = [
  { name: 'a', parameterNotFoundAction: 'Allow' },
  { selector: { matchLabels: LABELLED }, parameterNotFoundAction: 'Deny' },
];

const BINDINGS = ACTIONS.flatMap((validationActions) =>
  [undefined, ...PARAMS].map((paramRef) => ({
    apiVersion: GROUP,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'a' },
    spec: { policyName: 'a', validationActions, ...(paramRef && { paramRef }), matchResources: { resourceRules: [NAMED, CUSTOM] } },
  })),
);

/** Configurations of both kinds, one a program: their rules concern few kinds, so that most writes still succeed. */
const WEBHOOKS = ['Mutating', 'Validating'].flatMap((type) =>
  PROGRAMS.map((program, index) => ({
    apiVersion: GROUP,
    kind: `${type}WebhookConfiguration`,
    metadata: { name: 'a' },
    webhooks: [
      {
        name: `${program}.hooks.test`,
        clientConfig: { url: programUrl(program) },
        rules: [index % 2 === 0 ? NAMED : CUSTOM],
        failurePolicy: index % 3 === 0 ? 'Ignore' : 'Fail',
        matchPolicy: index % 2 === 0 ? 'Equivalent' : 'Exact',
        ...(index % 2 === 0 && { matchConditions: [{ name: 'some', expression: 'request.dryRun == false || object != null' }] }),
        ...(index % 4 === 0 && { objectSelector: { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] } }),
        ...(type === 'Mutating' && { reinvocationPolicy: 'IfNeeded' }),
        sideEffects: 'None',
        timeoutSeconds: 1,
        admissionReviewVersions: ['v1', 'v1beta1'],
      },
    ],
  })),
);

/** Valid policies, bindings and configurations of webhooks. */
export const admissionExamples: readonly Readonly<Record<string, unknown>>[] = [...POLICIES, ...BINDINGS, ...WEBHOOKS];
