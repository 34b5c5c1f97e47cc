import { expect, test } from 'vitest';
import { readPath } from './read-path.ts';
import { inMemoryApiServer } from './testing/index.ts';

const controller = { user: 'system:serviceaccount:kube-system:horizontal-pod-autoscaler', userAgent: 'kube-controller-manager' };
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';

async function server() {
  const { client, http } = await inMemoryApiServer({ admission: [] });
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'nginx' }] } };
  const spec = { replicas: 2, selector: { matchLabels: { app: 'web' } }, template };
  await client.post(DEPLOYMENTS, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
  return (path: string) => readPath(http, controller, path);
}

test('a component reads views that no list has: a scale, and metrics by a selector', async () => {
  const read = await server();
  expect(await read(`${DEPLOYMENTS}/web/scale`)).toMatchObject({ kind: 'Scale', spec: { replicas: 2 }, status: { selector: 'app=web' } });
  const metrics = await read('/apis/metrics.k8s.io/v1beta1/namespaces/default/pods?labelSelector=app%3Dweb');
  expect(metrics).toMatchObject({ kind: 'PodMetricsList', items: [] });
});

test.each([
  ['a missing object', `${DEPLOYMENTS}/gone/scale`, 'NotFound', 'deployments.apps "gone" not found'],
  ['an unknown API', '/apis/custom.metrics.k8s.io', 'NotFound', 'the server could not find the requested resource'],
  ['an endless answer', `${DEPLOYMENTS}?watch=true`, 'MethodNotAllowed', 'the server does not allow this method on the requested resource'],
])('a refused read of %s throws its status', async (_, path, reason, message) => {
  const read = await server();
  await expect(read(path)).rejects.toMatchObject({ status: { reason, message } });
});
