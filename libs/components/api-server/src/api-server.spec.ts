import { describe, expect, test } from 'vitest';
import { inMemoryApiServer } from './testing/in-memory-api-server.ts';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

describe('discovery', () => {
  test('discovery lists groups and versions in the old format', async () => {
    const { client } = await inMemoryApiServer();
    expect((await client.get('/api')).json).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: 'klockwork' }],
    });
    const { groups } = (await client.get('/apis')).json;
    const names = groups.map(({ preferredVersion }: { preferredVersion: { groupVersion: string } }) => preferredVersion.groupVersion);
    expect(names).toEqual([
      'apiregistration.k8s.io/v1',
      'apps/v1',
      'events.k8s.io/v1',
      'authentication.k8s.io/v1',
      'authorization.k8s.io/v1',
      'autoscaling/v2',
      'batch/v1',
      'certificates.k8s.io/v1',
      'networking.k8s.io/v1',
      'policy/v1',
      'rbac.authorization.k8s.io/v1',
      'storage.k8s.io/v1',
      'admissionregistration.k8s.io/v1',
      'apiextensions.k8s.io/v1',
      'scheduling.k8s.io/v1',
      'coordination.k8s.io/v1',
      'node.k8s.io/v1',
      'discovery.k8s.io/v1',
      'flowcontrol.apiserver.k8s.io/v1',
      'resource.k8s.io/v1',
      'klockwork.dev/v1alpha1',
      'metrics.k8s.io/v1beta1',
    ]);
    expect((await client.get('/apis/apps')).json).toEqual({
      kind: 'APIGroup',
      apiVersion: 'v1',
      name: 'apps',
      versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
      preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
    });
  });

  test('discovery lists resources of a version by name, with subresources', async () => {
    const { client } = await inMemoryApiServer();
    const core = (await client.get('/api/v1')).json;
    expect(core).not.toHaveProperty('apiVersion');
    const pods = core.resources.filter(({ name }: { name: string }) => name.startsWith('pods'));
    expect(pods).toEqual([
      {
        name: 'pods',
        singularName: 'pod',
        namespaced: true,
        kind: 'Pod',
        verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
        shortNames: ['po'],
        categories: ['all'],
        storageVersionHash: 'xPOwRZ+Yhw8=',
      },
      { name: 'pods/attach', singularName: '', namespaced: true, kind: 'PodAttachOptions', verbs: ['create', 'get'] },
      { name: 'pods/binding', singularName: '', namespaced: true, kind: 'Binding', verbs: ['create'] },
      { name: 'pods/ephemeralcontainers', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get', 'patch', 'update'] },
      { name: 'pods/eviction', singularName: '', namespaced: true, group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] },
      { name: 'pods/exec', singularName: '', namespaced: true, kind: 'PodExecOptions', verbs: ['create', 'get'] },
      { name: 'pods/log', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] },
      { name: 'pods/portforward', singularName: '', namespaced: true, kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
      {
        name: 'pods/proxy',
        singularName: '',
        namespaced: true,
        kind: 'PodProxyOptions',
        verbs: ['create', 'delete', 'get', 'patch', 'update'],
      },
      { name: 'pods/resize', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get', 'patch', 'update'] },
      { name: 'pods/status', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    ]);
  });

  test.each([
    ['/apis/apps/v1', 'deployments', '8aSe+NMegvE='],
    ['/apis/autoscaling/v1', 'horizontalpodautoscalers', 'qwQve8ut294='],
    ['/apis/autoscaling/v2', 'horizontalpodautoscalers', 'qwQve8ut294='],
    ['/apis/events.k8s.io/v1', 'events', 'r2yiGXH7wu8='],
    ['/api/v1', 'componentstatuses', undefined],
  ])("%s reports storage forms of its %s by a real cluster's hash", async (path, resource, hash) => {
    const { client } = await inMemoryApiServer();
    const resources = (await client.get(path)).json.resources as { name: string; storageVersionHash?: string }[];
    expect(resources.find(({ name }) => name === resource)?.storageVersionHash).toBe(hash);
  });

  test.each(['v2', 'v2beta1'])('discovery is aggregated in %s', async (version) => {
    const { client } = await inMemoryApiServer();
    const accept = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`;
    const answer = await client.get('/apis', { headers: { accept } });
    expect(answer.headers['content-type']).toBe(`application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`);
    expect(answer.json).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}` });
    const [registration, apps] = answer.json.items;
    expect(registration.metadata).toEqual({ name: 'apiregistration.k8s.io' });
    expect(apps.metadata).toEqual({ name: 'apps' });
    const deployments = apps.versions[0].resources.find(({ resource }: { resource: string }) => resource === 'deployments');
    expect(deployments).toEqual({
      resource: 'deployments',
      responseKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
      scope: 'Namespaced',
      singularResource: 'deployment',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['deploy'],
      categories: ['all'],
      subresources: [
        { subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, verbs: ['get', 'patch', 'update'] },
        { subresource: 'status', responseKind: { group: 'apps', version: 'v1', kind: 'Deployment' }, verbs: ['get', 'patch', 'update'] },
      ],
    });
  });

  test('an unchanged document is not sent again', async () => {
    const { client } = await inMemoryApiServer();
    const { etag = '' } = (await client.get('/api', { headers: { accept: AGGREGATED } })).headers;
    expect((await client.get('/api', { headers: { accept: AGGREGATED, 'if-none-match': etag } })).status).toBe(304);
  });
});

describe('OpenAPI', () => {
  test('an OpenAPI document is listed in the index, with an immutable hash', async () => {
    const { client } = await inMemoryApiServer();
    const { paths } = (await client.get('/openapi/v3')).json;
    expect(Object.keys(paths)).toContain('apis/apps/v1');
    const document = await client.get(paths['apis/apps/v1'].serverRelativeURL);
    expect(document.headers).toMatchObject({ 'cache-control': 'public, immutable, max-age=31536000', etag: expect.any(String) });
    const { patch } = document.json.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'];
    expect(patch['x-kubernetes-group-version-kind']).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' });
    expect(patch.parameters.map(({ name }: { name: string }) => name)).toContain('fieldValidation');
  });
});

describe('the system paths', () => {
  test('/version reports the API version', async () => {
    const { client } = await inMemoryApiServer();
    expect((await client.get('/version')).json).toMatchObject({ major: '1', minor: '35', gitVersion: 'v1.35.0' });
  });

  test('health is a single word, or a line per check', async () => {
    const { client } = await inMemoryApiServer();
    for (const path of ['/healthz', '/livez', '/readyz', '/livez/ping']) expect((await client.get(path)).text).toBe('ok');
    expect((await client.send('HEAD', '/livez/ping', {})).status).toBe(200);
    expect((await client.get('/readyz?verbose')).text).toBe('[+]ping ok\n[+]etcd ok\nreadyz check passed\n');
  });

  test.each([
    ['/foo', 404, '404 page not found\n'],
    ['/apis/nothing/v1/things', 404, '404 page not found\n'],
    ['/apis/nothing/v1', 404, '404 page not found\n'],
  ])('%s is an unknown page', async (path, status, text) => {
    const { client } = await inMemoryApiServer();
    expect(await client.get(path)).toMatchObject({ status, text });
  });

  test.each([
    ['GET', '/api/v1/things', 404, 'the server could not find the requested resource'],
    ['POST', '/api/v1/nodes/n', 405, 'the server does not allow this method on the requested resource'],
    ['GET', '/api/v1/namespaces/default/nodes', 404, 'the server could not find the requested resource'],
    ['POST', '/api/v1/configmaps', 405, 'the server does not allow this method on the requested resource'],
    ['DELETE', '/version', 405, 'the server does not allow this method on the requested resource'],
  ])('%s %s is refused with a Status', async (method, path, code, message) => {
    const { client } = await inMemoryApiServer();
    expect((await client.send(method, path, {})).json).toMatchObject({ kind: 'Status', code, message });
  });

  test('an oversized body is refused', async () => {
    const { client } = await inMemoryApiServer();
    const answer = await client.post('/api/v1/namespaces', new Uint8Array(3 * 1024 * 1024 + 1));
    expect(answer.json).toMatchObject({
      code: 413,
      reason: 'RequestEntityTooLarge',
      message: 'Request entity too large: limit is 3145728',
    });
  });
});

describe('an unauthenticated client', () => {
  const anonymous = { user: null };

  test('an unauthenticated client may read version and health', async () => {
    const { client } = await inMemoryApiServer();
    for (const path of ['/version', '/healthz', '/livez/ping', '/readyz']) expect((await client.get(path, anonymous)).status).toBe(200);
  });

  test.each([
    [
      '/api/v1/namespaces/default/pods',
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"',
    ],
    [
      '/apis/apps/v1/deployments?watch=1',
      'deployments.apps is forbidden: User "system:anonymous" cannot watch resource "deployments" in API group "apps" at the cluster scope',
    ],
    ['/api', 'forbidden: User "system:anonymous" cannot get path "/api"'],
  ])('an unauthenticated client may not read %s', async (path, message) => {
    const { client } = await inMemoryApiServer();
    expect((await client.get(path, anonymous)).json).toMatchObject({ code: 403, reason: 'Forbidden', message });
  });

  test('an unauthenticated client is told of invalid credentials', async () => {
    const { client } = await inMemoryApiServer();
    const headers = { authorization: 'Bearer nonsense' };
    expect((await client.get('/api', { ...anonymous, headers })).json).toMatchObject({
      code: 401,
      reason: 'Unauthorized',
      message: 'Unauthorized',
    });
  });
});

test('every cluster has four namespaces and its own Service, created once', async () => {
  const { client, registry } = await inMemoryApiServer();
  const { bootstrap } = await import('./bootstrap.ts');
  const before = registry.revision;
  await bootstrap(registry);
  expect(registry.revision).toBe(before);
  const namespaces = (await client.get('/api/v1/namespaces')).json.items;
  expect(namespaces.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual([
    'default',
    'kube-node-lease',
    'kube-public',
    'kube-system',
  ]);
  expect((await client.get('/api/v1/namespaces/default/services/kubernetes')).json.spec).toMatchObject({
    clusterIP: '10.96.0.1',
    ports: [{ port: 443 }],
  });
});

test('an access review of a user with all rights is allowed, and names its manager', async () => {
  const { client } = await inMemoryApiServer();
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { verb: 'create', resource: 'pods' } },
  };
  const answer = await client.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', body);
  const managedFields = [expect.objectContaining({ operation: 'Update', apiVersion: 'authorization.k8s.io/v1' })];
  expect([answer.status, answer.json]).toEqual([201, { ...body, metadata: { managedFields }, status: { allowed: true } }]);
});

describe('an unknown kind', () => {
  test("OpenAPI v2 is available for kubectl's lookup of an unknown kind: protobuf for kubectl, JSON for others", async () => {
    const { client } = await inMemoryApiServer();
    const accept = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
    const { headers } = await client.get('/openapi/v2', { headers: { accept } });
    expect(headers['content-type']).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
    const { json } = await client.get('/openapi/v2');
    expect([json.swagger, json.paths['/api/v1/namespaces/{namespace}/pods/{name}'].patch['x-kubernetes-group-version-kind']]).toEqual([
      '2.0',
      { group: '', version: 'v1', kind: 'Pod' },
    ]);
  });
});
