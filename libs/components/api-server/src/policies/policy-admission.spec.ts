import type { ValidatingAdmissionPolicy } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { until } from '../custom-resources/testing/definitions.ts';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const POLICIES = { group: 'admissionregistration.k8s.io', resource: 'validatingadmissionpolicies' };
const GROUP = '/apis/admissionregistration.k8s.io/v1';
const RULE = { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE', 'UPDATE'] };
const configMap = (name: string, data: object = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

function policy(spec: object) {
  const metadata = { name: 'limits' };
  const kind = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' };
  return { ...kind, metadata, spec: { matchConstraints: { resourceRules: [RULE] }, ...spec } };
}

function binding(spec: object = {}) {
  const kind = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicyBinding' };
  return { ...kind, metadata: { name: 'all' }, spec: { policyName: 'limits', validationActions: ['Deny'], ...spec } };
}

/** Server with a bound policy. */
async function serverWith(spec: object, bound: object = {}) {
  const server = await inMemoryApiServer();
  const answers = [
    await server.client.post(`${GROUP}/validatingadmissionpolicies`, policy(spec)),
    await server.client.post(`${GROUP}/validatingadmissionpolicybindings`, binding(bound)),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  return server;
}

describe('a policy', () => {
  test('a policy refuses a create with its message, and nothing is stored', async () => {
    const { client } = await serverWith({ validations: [{ expression: "object.data.a == 'x'", message: 'a must be x' }] });
    const refused = await client.post(CONFIG_MAPS, configMap('one', { a: 'y' }));
    const text = "ValidatingAdmissionPolicy 'limits' with binding 'all' denied request: a must be x";
    expect([refused.status, refused.json]).toEqual([
      422,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `configmaps "one" is forbidden: ${text}`,
        reason: 'Invalid',
        details: { name: 'one', kind: 'configmaps', causes: [{ message: text }] },
        code: 422,
      },
    ]);
    expect((await client.get(`${CONFIG_MAPS}/one`)).status).toBe(404);
    expect((await client.post(CONFIG_MAPS, configMap('two', { a: 'x' }))).status).toBe(201);
  });

  test('a policy without a message names its expression, and answers with its reason', async () => {
    const { client } = await serverWith({ validations: [{ expression: "'a' in object.data", reason: 'Forbidden' }] });
    const refused = await client.post(CONFIG_MAPS, configMap('one', { b: 'y' }));
    expect([refused.status, refused.json.reason, refused.json.details.causes[0].message]).toEqual([
      403,
      'Forbidden',
      "ValidatingAdmissionPolicy 'limits' with binding 'all' denied request: failed expression: 'a' in object.data",
    ]);
  });

  test('a policy refuses a connection to a pod, without any webhook', async () => {
    const rule = { ...RULE, resources: ['pods/exec'], operations: ['CONNECT'] };
    const { client } = await serverWith({
      matchConstraints: { resourceRules: [rule] },
      validations: [{ expression: "object.command != ['sh']", message: 'no shells' }],
    });
    const refused = await client.get('/api/v1/namespaces/default/pods/web/exec?command=sh&stdout=true');
    expect([refused.status, refused.json.message]).toEqual([
      422,
      `pods "web" is forbidden: ValidatingAdmissionPolicy 'limits' with binding 'all' denied request: no shells`,
    ]);
    const admitted = await client.get('/api/v1/namespaces/default/pods/web/exec?command=ls&stdout=true');
    expect([admitted.status, admitted.json.message]).toEqual([404, 'pods "web" not found']);
  });

  test('a policy computes its message from variables, the request and the namespace', async () => {
    const { client } = await serverWith({
      variables: [{ name: 'size', expression: 'object.data.size()' }],
      validations: [
        {
          expression: 'variables.size < 2',
          messageExpression:
            "request.userInfo.username + ' ' + request.operation + ' ' + string(variables.size) + ' in ' + namespaceObject.metadata.name",
        },
      ],
    });
    const refused = await client.post(CONFIG_MAPS, configMap('one', { a: '1', b: '2' }), { user: 'mia' });
    expect(refused.json.message).toContain('denied request: mia CREATE 2 in default');
  });

  test('a policy compares with the old object on update', async () => {
    const { client } = await serverWith({ validations: [{ expression: 'oldObject == null || object.data == oldObject.data' }] });
    expect((await client.post(CONFIG_MAPS, configMap('one', { a: '1' }))).status).toBe(201);
    expect((await client.put(`${CONFIG_MAPS}/one`, configMap('one', { a: '2' }))).status).toBe(422);
  });

  test('a policy under the action Warn adds a warning, and accepts the write', async () => {
    const { client } = await serverWith({ validations: [{ expression: 'false', message: 'never' }] }, { validationActions: ['Warn'] });
    const answer = await client.post(CONFIG_MAPS, configMap('one'));
    expect([answer.status, answer.headers.warning]).toEqual([
      201,
      `299 - "Validation failed for ValidatingAdmissionPolicy 'limits' with binding 'all': never"`,
    ]);
  });

  test('a policy refuses a write on an error of its expression, unless it ignores errors', async () => {
    const broken = { validations: [{ expression: "object.data.missing == 'x'" }] };
    const failing = await (await serverWith(broken)).client.post(CONFIG_MAPS, configMap('one', { a: '1' }));
    expect(failing.json.message).toContain(
      "denied request: expression 'object.data.missing == 'x'' resulted in error: no such key: missing",
    );
    const ignoring = await serverWith({ ...broken, failurePolicy: 'Ignore' });
    expect((await ignoring.client.post(CONFIG_MAPS, configMap('one', { a: '1' }))).status).toBe(201);
  });

  test('a policy skips requests that its match conditions exclude', async () => {
    const { client } = await serverWith({
      matchConditions: [{ name: 'not-mia', expression: "request.userInfo.username != 'mia'" }],
      validations: [{ expression: 'false' }],
    });
    expect((await client.post(CONFIG_MAPS, configMap('one'), { user: 'mia' })).status).toBe(201);
    expect((await client.post(CONFIG_MAPS, configMap('two'), { user: 'tom' })).status).toBe(422);
  });

  test('a policy reads a parameter, and refuses without one if the binding requires it', async () => {
    const spec = { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' }, validations: [{ expression: 'object.data.a == params.data.a' }] };
    const paramRef = { name: 'wanted', namespace: 'kube-system', parameterNotFoundAction: 'Deny' };
    const { client } = await serverWith(spec, { paramRef });
    const missing = await client.post(CONFIG_MAPS, configMap('one', { a: '1' }));
    expect(missing.json.message).toContain(
      'failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction',
    );
    const system = '/api/v1/namespaces/kube-system/configmaps';
    await client.delete(`${GROUP}/validatingadmissionpolicybindings/all`);
    expect((await client.post(system, configMap('wanted', { a: '1' }))).status).toBe(201);
    expect((await client.post(`${GROUP}/validatingadmissionpolicybindings`, binding({ paramRef }))).status).toBe(201);
    expect((await client.post(CONFIG_MAPS, configMap('one', { a: '1' }))).status).toBe(201);
    expect((await client.post(CONFIG_MAPS, configMap('two', { a: '2' }))).status).toBe(422);
  });

  test('a policy has no effect without a binding, and none after its binding is deleted', async () => {
    const { client } = await serverWith({ validations: [{ expression: 'false' }] });
    expect((await client.post(CONFIG_MAPS, configMap('one'))).status).toBe(422);
    await client.delete(`${GROUP}/validatingadmissionpolicybindings/all`);
    expect((await client.post(CONFIG_MAPS, configMap('one'))).status).toBe(201);
  });

  test('the status of a policy contains the warnings of its type check', async () => {
    const server = await inMemoryApiServer();
    const { client } = server;
    const rule = { ...RULE, apiGroups: ['apps'], resources: ['deployments'] };
    const validations = [
      { expression: 'object.spec.replicas > 1' },
      { expression: "object.spec.replicas > '1'" },
      { expression: 'object.spec.maxReplicas > 1' },
    ];
    await client.post(`${GROUP}/validatingadmissionpolicies`, policy({ matchConstraints: { resourceRules: [rule] }, validations }));
    const stored = () =>
      server.journal.state.get({ ...POLICIES, namespace: '', name: 'limits' })?.object as ValidatingAdmissionPolicy | undefined;
    await until(server, () => stored()?.status?.observedGeneration === 1);
    const { status } = (await client.get(`${GROUP}/validatingadmissionpolicies/limits`)).json;
    expect(status).toEqual({
      observedGeneration: 1,
      typeChecking: {
        expressionWarnings: [
          {
            fieldRef: 'spec.validations[1].expression',
            warning: `apps/v1, Kind=Deployment: ERROR: <input>:1:22: found no matching overload for '_>_' applied to '(int, string)'
 | object.spec.replicas > '1'
 | .....................^
`,
          },
          {
            fieldRef: 'spec.validations[2].expression',
            warning: `apps/v1, Kind=Deployment: ERROR: <input>:1:12: undefined field 'maxReplicas'
 | object.spec.maxReplicas > 1
 | ...........^
`,
          },
        ],
      },
    });
  });

  test('a policy with an invalid expression is refused', async () => {
    const { client } = await inMemoryApiServer();
    const refused = await client.post(
      `${GROUP}/validatingadmissionpolicies`,
      policy({ validations: [{ expression: 'object.x +' }, { expression: '1' }] }),
    );
    expect(
      refused.json.details.causes.map(({ field, message }: { field: string; message: string }) => `${field}: ${message.split('\n')[0]}`),
    ).toEqual([
      expect.stringContaining(
        'spec.validations[0].expression: Invalid value: "object.x +": compilation failed: ERROR: <input>:1:11: Syntax error:',
      ),
      'spec.validations[1].expression: Invalid value: "1": must evaluate to bool but got int',
    ]);
  });
});

describe('match conditions of a webhook', () => {
  const webhook = (matchConditions: object[]) => ({
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'hooks' },
    webhooks: [
      {
        name: 'a.example.com',
        clientConfig: { url: 'https://127.0.0.1:9443/a' },
        rules: [RULE],
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        matchConditions,
      },
    ],
  });

  test('invalid match conditions are refused', async () => {
    const { client } = await inMemoryApiServer();
    const refused = await client.post(`${GROUP}/validatingwebhookconfigurations`, webhook([{ name: 'bad', expression: 'foo.bar' }]));
    expect(refused.json.message).toContain("compilation failed: ERROR: <input>:1:1: undeclared reference to 'foo' (in container '')");
  });

  test('match conditions exclude a write, and its webhook is not called', async () => {
    const { client } = await inMemoryApiServer();
    const conditions = [{ name: 'named', expression: "object.metadata.name == 'asked'" }];
    expect((await client.post(`${GROUP}/validatingwebhookconfigurations`, webhook(conditions))).status).toBe(201);
    expect((await client.post(CONFIG_MAPS, configMap('other'))).status).toBe(201);
    expect((await client.post(CONFIG_MAPS, configMap('asked'))).status).toBe(500);
  });
});
