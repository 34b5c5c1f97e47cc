import { applyStrategicMergePatch, decodeJson } from '@klockwork/api-machinery';
import { deepFreeze } from '@klockwork/kernel';
import { expect, test } from 'vitest';
import { schemaOf } from './schema-of.ts';

const deployment = schemaOf('io.k8s.api.apps.v1.Deployment');

test('a schema is the same each time, and leads to others', () => {
  expect(schemaOf('io.k8s.api.apps.v1.Deployment')).toBe(deployment);
  const containers = deployment.properties
    ?.get('spec')
    ?.properties?.get('template')
    ?.properties?.get('spec')
    ?.properties?.get('containers');
  expect(containers).toMatchObject({
    type: 'array',
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
    listType: 'map',
    listMapKeys: ['name'],
  });
  expect(containers?.items?.properties?.get('ports')).toMatchObject({
    patchMergeKey: 'containerPort',
    listMapKeys: ['containerPort', 'protocol'],
  });
});

test('formats distinguish quantities, times and integers', () => {
  const spec = schemaOf('io.k8s.api.core.v1.PodSpec').properties;
  expect(spec?.get('overhead')?.additionalProperties).toMatchObject({ type: 'string', format: 'quantity' });
  expect(spec?.get('terminationGracePeriodSeconds')).toMatchObject({ type: 'integer', format: 'int64' });
  expect(spec?.get('hostnameOverride')).toMatchObject({ type: 'string' });
  const meta = schemaOf('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta').properties;
  expect(meta?.get('creationTimestamp')).toMatchObject({ type: 'string', format: 'date-time' });
  expect(schemaOf('io.k8s.api.coordination.v1.LeaseSpec').properties?.get('renewTime')).toMatchObject({
    type: 'string',
    format: 'micro-time',
  });
  expect(schemaOf('io.k8s.api.core.v1.Secret').properties?.get('data')?.additionalProperties).toMatchObject({ format: 'byte' });
  expect(schemaOf('io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry').properties?.get('fieldsV1')?.type).toBe('any');
});

test('kubectl reports a misspelled field of a manifest like a real cluster', () => {
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadate: { name: 'web' },
    spec: { template: { spec: { containers: [{ name: 'web', resources: { limits: { memory: '1.5Gi' } }, imag: 'nginx' }] } } },
  };
  const { value, strictErrors } = decodeJson(JSON.stringify(manifest), deployment);
  expect(strictErrors).toEqual(['unknown field "metadate"', 'unknown field "spec.template.spec.containers[0].imag"']);
  expect(value).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { template: { spec: { containers: [{ name: 'web', resources: { limits: { memory: '1536Mi' } } }] } } },
  });
});

test('kubectl set image changes one container and keeps the other', () => {
  const live = deepFreeze({
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'web', image: 'nginx:1' },
            { name: 'log', image: 'fluent' },
          ],
        },
      },
    },
  });
  const patch = {
    spec: {
      template: {
        spec: { '$setElementOrder/containers': [{ name: 'web' }, { name: 'log' }], containers: [{ image: 'nginx:2', name: 'web' }] },
      },
    },
  };
  expect(applyStrategicMergePatch(live, patch, deployment)).toEqual({
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'web', image: 'nginx:2' },
            { name: 'log', image: 'fluent' },
          ],
        },
      },
    },
  });
});

test('an unknown definition fails an assertion', () => {
  expect(() => schemaOf('io.k8s.api.core.v1.Nothing')).toThrow('no OpenAPI definition is named io.k8s.api.core.v1.Nothing');
});
