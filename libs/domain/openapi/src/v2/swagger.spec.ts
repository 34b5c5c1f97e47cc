import { expect, test } from 'vitest';
import type { OpenApiResource } from '../paths.ts';
import { swagger } from './swagger.ts';

const leases: OpenApiResource = {
  resource: 'leases',
  kind: 'Lease',
  namespaced: true,
  definition: 'io.k8s.api.coordination.v1.Lease',
  verbs: ['get', 'patch'],
  subresources: [],
};
const document = swagger([{ group: 'coordination.k8s.io', version: 'v1', resources: [leases] }]);

test('a path lists parameters, responses and kind', () => {
  const path = '/apis/coordination.k8s.io/v1/namespaces/{namespace}/leases/{name}';
  const kind = { group: 'coordination.k8s.io', version: 'v1', kind: 'Lease' };
  const answer = { 200: { description: 'OK', schema: { $ref: '#/definitions/io.k8s.api.coordination.v1.Lease' } } };
  const query = (name: string, type: string) => ({
    name,
    in: 'query',
    description: expect.stringMatching(/^[A-Z].+\.$/),
    type,
    uniqueItems: true,
  });
  expect(document.paths).toEqual({
    [path]: {
      get: {
        description: 'read the specified Lease',
        consumes: ['*/*'],
        produces: ['application/json'],
        parameters: [],
        responses: answer,
        'x-kubernetes-action': 'get',
        'x-kubernetes-group-version-kind': kind,
      },
      patch: {
        description: 'partially update the specified Lease',
        consumes: [
          'application/apply-patch+yaml',
          'application/json-patch+json',
          'application/merge-patch+json',
          'application/strategic-merge-patch+json',
        ],
        produces: ['application/json'],
        parameters: [
          { name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.Patch' } },
          query('dryRun', 'string'),
          query('fieldManager', 'string'),
          query('fieldValidation', 'string'),
          query('force', 'boolean'),
        ],
        responses: answer,
        'x-kubernetes-action': 'patch',
        'x-kubernetes-group-version-kind': kind,
      },
      parameters: [
        {
          name: 'namespace',
          in: 'path',
          description: 'object name and auth scope, such as for teams and projects',
          required: true,
          type: 'string',
          uniqueItems: true,
        },
        { name: 'name', in: 'path', description: 'name of the Lease', required: true, type: 'string', uniqueItems: true },
      ],
    },
  });
});

test('a definition has plain references', () => {
  const { properties, ...lease } = document.definitions['io.k8s.api.coordination.v1.Lease'] ?? {};
  expect(lease).toMatchObject({
    type: 'object',
    'x-kubernetes-group-version-kind': [{ group: 'coordination.k8s.io', version: 'v1', kind: 'Lease' }],
  });
  expect(properties?.spec).toEqual({
    description: expect.stringMatching(/^spec contains the specification of the Lease\./),
    $ref: '#/definitions/io.k8s.api.coordination.v1.LeaseSpec',
  });
});

test('every reference leads to a definition', () => {
  const references = [...JSON.stringify(document).matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name]) => name as string);
  expect(references.filter((name) => document.definitions[name] === undefined)).toEqual([]);
});
