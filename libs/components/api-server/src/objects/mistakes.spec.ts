import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const containers = [{ name: 'nginx', image: 'nginx' }];
const apps = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
const selector = { matchLabels: { app: 'web' } };

const UNRECOGNIZED = "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: ";
const META = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** Typical mistakes, with a real cluster's answers. */
test.each<[string, string, unknown, number, string]>([
  [
    'metadate',
    PODS,
    { apiVersion: 'v1', kind: 'Pod', metadate: { name: 'x' }, spec: { containers } },
    400,
    'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "metadate"',
  ],
  [
    'a duplicate field is refused',
    PODS,
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","name":"y"}}',
    400,
    'Pod in version "v1" cannot be handled as a Pod: strict decoding error: duplicate field "metadata.name"',
  ],
  [
    'app/v1',
    DEPLOYMENTS,
    { ...apps, apiVersion: 'app/v1' },
    400,
    'Deployment in version "v1" cannot be handled as a Deployment: no kind "Deployment" is registered for version "app/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  ],
  [
    'a lower-case kind is refused',
    PODS,
    { apiVersion: 'v1', kind: 'pod', metadata: { name: 'x' }, spec: { containers } },
    400,
    'pod in version "v1" cannot be handled as a Pod: no kind "pod" is registered for version "v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  ],
  [
    'a list instead of an object is refused',
    PODS,
    { apiVersion: 'v1', kind: 'PodList', items: [] },
    400,
    'PodList in version "v1" cannot be handled as a Pod: converting (v1.PodList) to (core.Pod): unknown conversion',
  ],
  [
    'an old version is refused',
    DEPLOYMENTS,
    { ...apps, apiVersion: 'apps/v1beta1' },
    400,
    'the API version in the data (apps/v1beta1) does not match the expected API version (apps/v1)',
  ],
  [
    'restart policy OnFailure in a Deployment is refused',
    DEPLOYMENTS,
    {
      ...apps,
      spec: { selector, template: { metadata: { labels: selector.matchLabels }, spec: { restartPolicy: 'OnFailure', containers } } },
    },
    422,
    'Deployment.apps "web" is invalid: spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"',
  ],
  [
    'labels without a matching selector are refused',
    DEPLOYMENTS,
    { ...apps, spec: { selector, template: { metadata: { labels: { app: 'db' } }, spec: { containers } } } },
    422,
    'Deployment.apps "web" is invalid: spec.template.metadata.labels: Invalid value: {"app":"db"}: `selector` does not match template `labels`',
  ],
  [
    'a body other than JSON is refused',
    PODS,
    '{bad',
    400,
    "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'b' looking for beginning of object key string ({bad)",
  ],
  ['nothing', PODS, '', 400, `${UNRECOGNIZED}unexpected end of JSON input (<empty>)`],
  ['a list', PODS, '[1]', 400, `${UNRECOGNIZED}json: cannot unmarshal array into Go value of type ${META} (5b315d)`],
  [
    'a number as kind is refused',
    PODS,
    '{"kind":5}',
    400,
    `${UNRECOGNIZED}json: cannot unmarshal number into Go struct field .kind of type string ({"kind":5})`,
  ],
  [
    'YAML with content type JSON is refused',
    PODS,
    'apiVersion: v1\nkind: Pod\nmetadata: {}\n',
    400,
    `${UNRECOGNIZED}invalid character 'a' looking for beginning of value (61706956657273696f6e3a2076310a6b696e643a20506f640a6d65746164 ...)`,
  ],
  [
    'a number for a list, without kind, is refused',
    PODS,
    '{"spec":{"containers":5}}',
    400,
    'Pod in version "v1" cannot be handled as a Pod: json: cannot unmarshal number into Go struct field PodSpec.spec.containers of type []v1.Container',
  ],
  [
    'an unknown version is refused',
    PODS,
    { apiVersion: 'v2', kind: 'Pod' },
    400,
    'Pod in version "v2" cannot be handled as a Pod: no kind "Pod" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  ],
])("a mistake has upstream's answer: %s", async (_mistake, path, body, code, message) => {
  const { client } = await inMemoryApiServer();
  const answer = await client.post(`${path}?fieldValidation=Strict`, body);
  expect([answer.status, answer.json.message]).toEqual([code, message]);
});

/** Patches that do not fit. Errors show strategic patches themselves, or the object made by others. */
test.each<[string, 'json-patch' | 'merge-patch' | 'strategic-merge-patch', unknown, number, string]>([
  ['no JSON', 'strategic-merge-patch', '{bad', 400, "invalid character 'b' looking for beginning of object key string"],
  ['no JSON', 'merge-patch', '{bad', 400, "error decoding patch: invalid character 'b' looking for beginning of object key string"],
  ...(['strategic-merge-patch', 'merge-patch'] as const).map((type): [string, typeof type, unknown, number, string] => [
    'a list',
    type,
    [],
    400,
    `${type === 'merge-patch' ? 'error decoding patch: ' : ''}json: cannot unmarshal array into Go value of type map[string]interface {}`,
  ]),
  ['null', 'merge-patch', 'null', 400, 'Invalid JSON Patch'],
  ['a map', 'json-patch', '{}', 400, 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp'],
  [
    'a number as text is refused',
    'strategic-merge-patch',
    { spec: { replicas: 'x' } },
    422,
    ' "" is invalid: patch: Invalid value: "map[spec:map[replicas:x]]": unrecognized type: int32',
  ],
  [
    'a numeric label is refused',
    'strategic-merge-patch',
    { metadata: { labels: { a: 1 } } },
    422,
    ' "" is invalid: patch: Invalid value: "map[metadata:map[labels:map[a:1]]]": cannot convert int64 to string',
  ],
  [
    'a failed test operation is refused',
    'json-patch',
    [{ op: 'test', path: '/spec/replicas', value: 5 }],
    422,
    'the server rejected our request due to an error in our request',
  ],
])('a patch with %s: %s', async (_mistake, type, patch, code, message) => {
  const { client } = await inMemoryApiServer();
  const spec = { selector, template: { metadata: { labels: selector.matchLabels }, spec: { containers } } };
  await client.post(DEPLOYMENTS, { ...apps, spec });
  const answer = await client.patch(`${DEPLOYMENTS}/web`, type, patch);
  expect([answer.status, answer.json.message]).toEqual([code, message]);
});

test('an invalid merge result is reported with that result', async () => {
  const { client } = await inMemoryApiServer();
  await client.post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'c' } });
  const answer = await client.patch('/api/v1/namespaces/default/configmaps/c', 'merge-patch', { data: { a: 1 } });
  const { json } = await client.get('/api/v1/namespaces/default/configmaps/c');
  const told = JSON.stringify(JSON.stringify({ ...json, data: { a: 1 } }));
  expect(answer.json.message).toBe(
    ` "" is invalid: patch: Invalid value: ${told}: json: cannot unmarshal number into Go struct field ConfigMap.data of type string`,
  );
});
