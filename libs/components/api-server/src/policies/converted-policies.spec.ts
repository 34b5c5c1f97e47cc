import { describe, expect, test } from 'vitest';
import { aServer, inV1, inV2, V1, V2, version } from '../conversion/testing/two-versions.ts';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const TESTS = { apiGroups: ['example.com'], apiVersions: ['v2'], resources: ['tests'], operations: ['CREATE', 'UPDATE'] };
const MAPS = { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['*'] };
const FAILURE = { result: { status: 'Failure', message: 'no way' } };
const configMap = (host: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' }, data: { host } });

/** Server with a kind of two versions and a bound policy. */
async function serverWith(rule: object, spec: object, bound: object = {}) {
  const server = await aServer();
  const type = (kind: string, name: string) => ({ apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name } });
  const answers = [
    await server.client.post(`${GROUP}/validatingadmissionpolicies`, {
      ...type('ValidatingAdmissionPolicy', 'hosts'),
      spec: { matchConstraints: { resourceRules: [rule] }, ...spec },
    }),
    await server.client.post(`${GROUP}/validatingadmissionpolicybindings`, {
      ...type('ValidatingAdmissionPolicyBinding', 'all'),
      spec: { policyName: 'hosts', validationActions: ['Deny'], ...bound },
    }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  return server;
}

describe('a policy for one version of a kind that a webhook converts', () => {
  const validations = [{ expression: "object.host != 'db' && object.apiVersion == 'example.com/v2'", message: 'no db' }];

  test('the policy sees writes in other versions converted to its own', async () => {
    const { client } = await serverWith(TESTS, { validations });
    const refused = await client.post(V1, inV1('a', 'db:80'));
    expect([refused.status, refused.json.message]).toEqual([
      422,
      `tests.example.com "a" is forbidden: ValidatingAdmissionPolicy 'hosts' with binding 'all' denied request: no db`,
    ]);
    expect((await client.get(`${V1}/a`)).status).toBe(404);
    expect((await client.post(V1, inV1('a', 'web:80'))).status).toBe(201);
    expect((await client.post(V2, inV2('b', 'db', '80'))).status).toBe(422);
  });

  test('the policy compares with the old object, also converted', async () => {
    const { client } = await serverWith(TESTS, {
      validations: [{ expression: 'oldObject == null || object.host == oldObject.host', message: 'host is fixed' }],
    });
    expect((await client.post(V1, inV1('a', 'web:80'))).status).toBe(201);
    expect((await client.patch(`${V1}/a`, 'merge-patch', { hostPort: 'web:81' })).status).toBe(200);
    const refused = await client.patch(`${V1}/a`, 'merge-patch', { hostPort: 'db:81' });
    expect([refused.status, refused.json.message]).toEqual([422, expect.stringContaining('host is fixed')]);
    expect((await client.get(`${V1}/a`)).json.hostPort).toBe('web:81');
  });

  test('a failed conversion refuses the write, unless the policy ignores errors', async () => {
    const { client, https } = await serverWith(TESTS, { validations });
    https.on('/convert', () => FAILURE);
    const text = 'conversion webhook for example.com/v1, Kind=Test failed: no way';
    const refused = await client.post(V1, inV1('a', 'web:80'));
    expect(refused.json.message).toBe(
      `tests.example.com "a" is forbidden: ValidatingAdmissionPolicy 'hosts' with binding 'all' denied request: failed to configure binding: failed to convert object version: ${text}`,
    );
    expect((await client.get(`${V1}/a`)).status).toBe(404);
    await client.patch(`${GROUP}/validatingadmissionpolicies/hosts`, 'merge-patch', { spec: { failurePolicy: 'Ignore' } });
    expect((await client.post(V1, inV1('a', 'web:80'))).status).toBe(201);
  });
});

describe('a policy with parameters of a kind that a webhook converts', () => {
  const spec = {
    paramKind: { apiVersion: 'example.com/v2', kind: 'Test' },
    validations: [{ expression: "params.apiVersion == 'example.com/v2' && object.data.host == params.host", message: 'other host' }],
  };
  const paramRef = { name: 'wanted', parameterNotFoundAction: 'Deny' };

  test('the policy reads a parameter in its own version', async () => {
    const { client } = await serverWith(MAPS, spec, { paramRef });
    expect((await client.post(CONFIG_MAPS, configMap('web'))).json.message).toContain('no params found for policy binding');
    await client.post(V1, inV1('wanted', 'web:80'));
    expect((await client.post(CONFIG_MAPS, configMap('db'))).json.message).toContain('denied request: other host');
    expect((await client.post(CONFIG_MAPS, configMap('web'))).status).toBe(201);
    const replaced = await client.put(`${CONFIG_MAPS}/one`, { ...configMap('web'), metadata: { name: 'one', labels: { a: 'b' } } });
    expect([replaced.status, replaced.json.metadata.labels]).toEqual([200, { a: 'b' }]);
  });

  test('a version that is not served has no parameters', async () => {
    const { client } = await serverWith(MAPS, { ...spec, paramKind: { apiVersion: 'example.com/v1', kind: 'Test' } }, { paramRef });
    expect((await client.post(CONFIG_MAPS, configMap('web'))).json.message).toContain('no params found for policy binding');
    const versions = [{ ...version('v1', true), served: false }, version('v2', false)];
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/tests.example.com';
    expect((await client.patch(path, 'merge-patch', { spec: { versions } })).status).toBe(200);
    expect((await client.post(CONFIG_MAPS, configMap('web'))).json.message).toContain(
      "failed to configure policy: failed to find resource referenced by paramKind: 'example.com/v1, Kind=Test'",
    );
  });
});
