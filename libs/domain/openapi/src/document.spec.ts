import { expect, test } from 'vitest';
import { openApiV3Document, openApiV3Index } from './document.ts';
import type { OpenApiResource } from './paths.ts';

const pods: OpenApiResource = {
  resource: 'pods',
  kind: 'Pod',
  namespaced: true,
  definition: 'io.k8s.api.core.v1.Pod',
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'eviction', group: 'policy', version: 'v1', kind: 'Eviction', definition: 'io.k8s.api.policy.v1.Eviction', verbs: ['create'] },
    { name: 'status', group: '', version: 'v1', kind: 'Pod', definition: 'io.k8s.api.core.v1.Pod', verbs: ['get', 'patch', 'update'] },
  ],
};
const nodes: OpenApiResource = {
  ...pods,
  resource: 'nodes',
  kind: 'Node',
  namespaced: false,
  definition: 'io.k8s.api.core.v1.Node',
  subresources: [],
};
const document = openApiV3Document({ group: '', version: 'v1' }, [nodes, pods]);

interface PathItem {
  readonly get?: { readonly description: string; readonly parameters?: { readonly name: string; readonly description: string }[] };
  readonly post?: { readonly description: string };
  readonly patch?: {
    readonly parameters: { name: string }[];
    readonly requestBody: { content: object };
    readonly 'x-kubernetes-group-version-kind': object;
  };
}
const { paths, components } = JSON.parse(document.body) as {
  paths: Record<string, PathItem>;
  components: { schemas: Record<string, object> };
};

test('each resource has its collection, its item and its subresources', () => {
  expect(Object.entries(paths).map(([path, item]) => `${path} ${Object.keys(item).join(' ')}`)).toEqual([
    '/api/v1/nodes get post delete',
    '/api/v1/nodes/{name} get put patch delete parameters',
    '/api/v1/pods get',
    '/api/v1/namespaces/{namespace}/pods get post delete parameters',
    '/api/v1/namespaces/{namespace}/pods/{name} get put patch delete parameters',
    '/api/v1/namespaces/{namespace}/pods/{name}/eviction post parameters',
    '/api/v1/namespaces/{namespace}/pods/{name}/status get put patch parameters',
  ]);
});

test('operations and their parameters have descriptions', () => {
  const pods = '/api/v1/namespaces/{namespace}/pods';
  expect([
    paths[pods]?.get?.description,
    paths[pods]?.post?.description,
    paths[`${pods}/{name}/status`]?.get?.description,
    paths[`${pods}/{name}/eviction`]?.post?.description,
  ]).toEqual(['list or watch objects of kind Pod', 'create a Pod', 'read status of the specified Pod', 'create eviction of a Pod']);
  const parameters = paths[pods]?.get?.parameters ?? [];
  expect(parameters.filter(({ description }) => description === undefined)).toEqual([]);
  expect(document.body).not.toContain('"in":"query","schema"');
  expect(document.body).toContain('"name":"name","in":"path","description":"name of the Node"');
});

test('kubectl finds kind, fieldValidation and patch types of a PATCH', () => {
  const patch = paths['/api/v1/namespaces/{namespace}/pods/{name}']?.patch;
  expect(patch?.['x-kubernetes-group-version-kind']).toEqual({ group: '', version: 'v1', kind: 'Pod' });
  expect(patch?.parameters.map(({ name }) => name)).toEqual(['dryRun', 'fieldManager', 'fieldValidation', 'force']);
  expect(Object.keys(patch?.requestBody.content ?? {})).toEqual([
    'application/apply-patch+yaml',
    'application/json-patch+json',
    'application/merge-patch+json',
    'application/strategic-merge-patch+json',
  ]);
});

test('every reference is answered inside of the document', () => {
  const references = [...document.body.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name as string);
  expect(references.filter((name) => components.schemas[name] === undefined)).toEqual([]);
  expect(Object.keys(components.schemas)).toContain('io.k8s.api.policy.v1.Eviction');
});

test('the index lists each document with a hash of its content', () => {
  expect(openApiV3Index([document])).toBe(`{"paths":{"api/v1":{"serverRelativeURL":"/openapi/v3/api/v1?hash=${document.hash}"}}}`);
  expect(document.hash).toMatch(/^[0-9A-F]{32}$/);
  expect(openApiV3Document({ group: '', version: 'v1' }, [nodes]).hash).not.toBe(document.hash);
  expect(openApiV3Document({ group: '', version: 'v1' }, [nodes, pods]).hash).toBe(document.hash);
});
