import { expect, test } from 'vitest';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';

const PODS = '/api/v1/namespaces/default/pods';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const containers = [{ name: 'nginx', image: 'nginx' }];
const apps = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
const selector = { matchLabels: { app: 'web' } };

/** What people mistype, and what a real cluster says to it. */
test.each<[string, string, unknown, number, string]>([
  [
    'metadate',
    PODS,
    { apiVersion: 'v1', kind: 'Pod', metadate: { name: 'x' }, spec: { containers } },
    400,
    'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "metadate"',
  ],
  [
    'a field that comes twice',
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
    'Deployment in version "v1" cannot be handled as a Deployment: no kind "Deployment" is registered for version "app/v1" in scheme "k8s.io/kubernetes/pkg/api/legacyscheme/scheme.go:30"',
  ],
  [
    'an old version',
    DEPLOYMENTS,
    { ...apps, apiVersion: 'apps/v1beta1' },
    400,
    'the API version in the data (apps/v1beta1) does not match the expected API version (apps/v1)',
  ],
  [
    'OnFailure in a Deployment',
    DEPLOYMENTS,
    {
      ...apps,
      spec: { selector, template: { metadata: { labels: selector.matchLabels }, spec: { restartPolicy: 'OnFailure', containers } } },
    },
    422,
    'Deployment.apps "web" is invalid: spec.template.spec.restartPolicy: Unsupported value: "OnFailure": supported values: "Always"',
  ],
  [
    'labels that the selector does not select',
    DEPLOYMENTS,
    { ...apps, spec: { selector, template: { metadata: { labels: { app: 'db' } }, spec: { containers } } } },
    422,
    'Deployment.apps "web" is invalid: spec.template.metadata.labels: Invalid value: {"app":"db"}: `selector` does not match template `labels`',
  ],
  [
    'no JSON at all',
    PODS,
    '{bad',
    400,
    "the object provided is unrecognized (must be of type Pod): couldn't get version/kind; json parse error: invalid character 'b' looking for beginning of object key string",
  ],
])('%s', async (_mistake, path, body, code, message) => {
  const { client } = await inMemoryApiServer();
  const answer = await client.post(`${path}?fieldValidation=Strict`, body);
  expect([answer.status, answer.json.message]).toEqual([code, message]);
});
