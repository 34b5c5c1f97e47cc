import type { ClusterRole } from '@klockwork/resources';
import { tryCreate } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { createPolicy } from '../bootstrap.ts';
import { builtInKind } from '../own-write.ts';
import { inMemoryApiServer } from '../testing/in-memory-api-server.ts';
import { bootstrapPolicy } from './bootstrap-policy.ts';
import { readRule } from './read-policy.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const METADATA = {
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
};
const bodyOf = (resource: string, name: string) =>
  bootstrapPolicy().find(({ resource: { resource: at }, body }) => at === resource && body.metadata?.name === name)?.body;

test('every role and binding is a valid object', () => {
  const errors = bootstrapPolicy().flatMap(({ resource, namespace, body }) => {
    const metadata = { ...body.metadata, ...(namespace !== '' && { namespace }) };
    return tryCreate(builtInKind(resource), { ...body, metadata }).errors;
  });
  expect(errors).toEqual([]);
});

test('administrators have all permissions', () => {
  expect([bodyOf('clusterroles', 'cluster-admin'), bodyOf('clusterrolebindings', 'cluster-admin')]).toEqual([
    {
      metadata: { name: 'cluster-admin', ...METADATA },
      rules: [
        { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
        { nonResourceURLs: ['*'], verbs: ['*'] },
      ],
    },
    {
      metadata: { name: 'cluster-admin', ...METADATA },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:masters' }],
    },
  ]);
});

test('editors can also view, by aggregation', () => {
  const { metadata, aggregationRule } = bodyOf('clusterroles', 'edit') as ClusterRole;
  expect([metadata?.labels, aggregationRule]).toEqual([
    { 'kubernetes.io/bootstrapping': 'rbac-defaults', 'rbac.authorization.k8s.io/aggregate-to-admin': 'true' },
    { clusterRoleSelectors: [{ matchLabels: { 'rbac.authorization.k8s.io/aggregate-to-edit': 'true' } }] },
  ]);
  expect(bodyOf('clusterroles', 'view')?.metadata?.labels).toHaveProperty(['rbac.authorization.k8s.io/aggregate-to-edit'], 'true');
});

test('a controller is bound through its account, a role may name objects', () => {
  expect(bodyOf('clusterrolebindings', 'system:controller:job-controller')).toMatchObject({
    roleRef: { name: 'system:controller:job-controller' },
    subjects: [{ kind: 'ServiceAccount', name: 'job-controller', namespace: 'kube-system' }],
  });
  expect(bodyOf('roles', 'extension-apiserver-authentication-reader')).toMatchObject({
    rules: [
      {
        apiGroups: [''],
        resourceNames: ['extension-apiserver-authentication'],
        resources: ['configmaps'],
        verbs: ['get', 'list', 'watch'],
      },
    ],
  });
});

test('a cluster has all roles at start, and missing parts are restored at each start', async () => {
  const { client, registry } = await inMemoryApiServer();
  await createPolicy(registry);
  const names = async (path: string) => (await client.get(path)).json.items.length;
  const counts = {
    roles: await names(`${RBAC}/clusterroles`),
    bindings: await names(`${RBAC}/clusterrolebindings`),
    own: await names(`${RBAC}/rolebindings`),
  };
  expect(counts).toEqual({ roles: 68, bindings: 49, own: 7 });
  const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
  const subject = { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' };
  await client.patch(`${RBAC}/clusterroles/system:kube-dns`, 'merge-patch', { metadata: { labels: null }, rules: [rule] });
  await client.patch(`${RBAC}/clusterroles/system:discovery`, 'merge-patch', {
    metadata: { annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'false' } },
    rules: [rule],
  });
  await client.patch(`${RBAC}/clusterrolebindings/system:kube-dns`, 'merge-patch', { subjects: [subject] });
  await client.patch(`${RBAC}/clusterroles/view`, 'merge-patch', {
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
  });
  await client.delete(`${RBAC}/clusterroles/system:heapster`);
  const { roleRef: _, ...binding } = (await client.get(`${RBAC}/clusterrolebindings/system:basic-user`)).json;
  await client.delete(`${RBAC}/clusterrolebindings/system:basic-user`);
  await client.post(`${RBAC}/clusterrolebindings`, {
    ...binding,
    metadata: { name: 'system:basic-user' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  });
  await createPolicy(registry);
  const dns = (await client.get(`${RBAC}/clusterroles/system:kube-dns`)).json;
  expect(dns.metadata.labels).toEqual({ 'kubernetes.io/bootstrapping': 'rbac-defaults' });
  expect(dns.rules).toEqual([
    rule,
    ...['list core endpoints', 'watch core endpoints', 'list core services', 'watch core services'].map(readRule),
  ]);
  expect((await client.get(`${RBAC}/clusterroles/system:discovery`)).json.rules).toEqual([rule]);
  expect((await client.get(`${RBAC}/clusterrolebindings/system:kube-dns`)).json.subjects).toEqual([
    subject,
    { kind: 'ServiceAccount', name: 'kube-dns', namespace: 'kube-system' },
  ]);
  expect((await client.get(`${RBAC}/clusterroles/view`)).json.aggregationRule.clusterRoleSelectors).toEqual([
    { matchLabels: { a: 'b' } },
    { matchLabels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
  ]);
  expect((await client.get(`${RBAC}/clusterroles/system:heapster`)).status).toBe(200);
  expect((await client.get(`${RBAC}/clusterrolebindings/system:basic-user`)).json.roleRef.name).toBe('system:basic-user');
});

test('a start without missing parts writes no events', async () => {
  const { registry, journal } = await inMemoryApiServer();
  await createPolicy(registry);
  const before = journal.state.heads();
  await createPolicy(registry);
  expect(journal.state.heads()).toEqual(before);
});
