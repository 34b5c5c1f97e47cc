import { expect, test } from 'vitest';
import { parseResourcePath, pathSegments } from '../routing/path.ts';
import { parseQuery } from '../routing/query.ts';
import { requestLabels } from './request-labels.ts';

test.each([
  ['GET', '/api/v1/pods', 'LIST   v1 pods  cluster '],
  ['GET', '/api/v1/namespaces/default/pods?limit=5', 'LIST   v1 pods  namespace '],
  ['GET', '/api/v1/namespaces/default/pods/web', 'GET   v1 pods  resource '],
  ['GET', '/api/v1/pods?watch=1', 'WATCH   v1 pods  cluster '],
  ['POST', '/apis/apps/v1/namespaces/default/deployments?dryRun=All', 'POST  apps v1 deployments  resource All'],
  ['PUT', '/api/v1/nodes/node-1/status', 'PUT   v1 nodes status resource '],
  ['PATCH', '/api/v1/namespaces/default/configmaps/a?dryRun=some', 'PATCH   v1 configmaps  resource invalid'],
  ['DELETE', '/api/v1/namespaces/default/configmaps', 'DELETECOLLECTION   v1 configmaps  namespace '],
  ['GET', '/api/v1/namespaces/default/pods/web/log', 'CONNECT   v1 pods log resource '],
  ['GET', '/api/v1/nodes/node-1/proxy/pods', 'CONNECT   v1 nodes proxy resource '],
  ['TRACE', '/api/v1/pods', 'OTHER   v1 pods  cluster '],
])('%s %s', (method, url, words) => {
  const [path = '', query = ''] = url.split('?');
  const labels = labelsOf(method, path, { query });
  const { verb, group, version, resource, subresource, scope, dryRun } = labels;
  expect(`${verb}  ${group} ${version} ${resource} ${subresource} ${scope} ${dryRun}`).toBe(words);
});

test('a patch of server-side apply has a verb of its own', () => {
  const contentType = 'application/apply-patch+yaml';
  expect(labelsOf('PATCH', '/api/v1/nodes/node-1', { contentType })).toMatchObject({ verb: 'APPLY' });
});

function labelsOf(method: string, url: string, { query = '', contentType = '' }: { query?: string; contentType?: string }) {
  const path = parseResourcePath(pathSegments(url) ?? []);
  if (path === undefined) throw new Error(`${url} names no resource`);
  return requestLabels({ method, path, query: parseQuery(query), contentType });
}
