import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { PolicyAnnotations } from './policy-annotations.ts';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const RULE = { apiGroups: [''], apiVersions: ['v1'], resources: ['configmaps'], operations: ['CREATE'] };
const BINDING = { metadata: { name: 'all' }, spec: { policyName: 'limits', validationActions: ['Audit'] } };

/** Server with a policy and a binding with the action Audit. */
async function serverWith(spec: object) {
  const server = await inMemoryApiServer();
  const apiVersion = 'admissionregistration.k8s.io/v1';
  const kind = 'ValidatingAdmissionPolicy';
  const policy = { apiVersion, kind, metadata: { name: 'limits' }, spec: { matchConstraints: { resourceRules: [RULE] }, ...spec } };
  const answers = [
    await server.client.post(`${GROUP}/validatingadmissionpolicies`, policy),
    await server.client.post(`${GROUP}/validatingadmissionpolicybindings`, { apiVersion, kind: `${kind}Binding`, ...BINDING }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  return server;
}

test('the event of a write has the annotations of a policy, and its violation under the action Audit', async () => {
  const { client, journal } = await serverWith({
    validations: [{ expression: 'true' }, { expression: "'b' in object.data", message: 'b is missing' }],
    auditAnnotations: [
      { key: 'keys', valueExpression: "'has ' + string(size(object.data))" },
      { key: 'none', valueExpression: 'null' },
    ],
  });
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: 'x' } };
  expect((await client.post('/api/v1/namespaces/default/configmaps', body)).status).toBe(201);
  const { events } = await journal.read({ after: journal.state.revision - 1, limit: 1 });
  const failure = { message: 'b is missing', policy: 'limits', binding: 'all', expressionIndex: 1, validationActions: ['Audit'] };
  expect(events[0]?.data).toEqual({
    auditAnnotations: { 'limits/keys': 'has 1', 'validation.policy.admission.k8s.io/validation_failure': JSON.stringify([failure]) },
  });
});

test('distinct values of a key are joined, and a value has at most 10 KiB', () => {
  const annotations = new PolicyAnnotations();
  for (const value of ['one', 'two', 'one']) annotations.add('limits', 'keys', value);
  annotations.add('limits', 'long', 'x'.repeat(10_241));
  expect(annotations.entries).toEqual([
    ['limits/keys', 'one, two'],
    ['limits/long', 'x'.repeat(10_240)],
  ]);
});
