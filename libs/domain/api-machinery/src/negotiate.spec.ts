import { expect, test } from 'vitest';
import { parseContentType } from './media-type.ts';
import { DISCOVERY_PROJECTIONS, LIST_PROJECTIONS, negotiate, OBJECT_PROJECTIONS } from './negotiate.ts';

const plain = { projection: undefined, contentType: 'application/json' };

test('kubectl get receives a Table, kubectl get -o yaml the object', () => {
  const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';
  expect(negotiate(table, LIST_PROJECTIONS)).toEqual({
    projection: { as: 'Table', group: 'meta.k8s.io', version: 'v1' },
    contentType: 'application/json',
  });
  expect(negotiate(table, [])).toEqual(plain);
  expect(negotiate('application/json', OBJECT_PROJECTIONS)).toEqual(plain);
});

test('clients that prefer protobuf, or anything, get JSON', () => {
  for (const accept of [
    undefined,
    '',
    '*/*',
    'application/vnd.kubernetes.protobuf,application/json',
    'application/vnd.kubernetes.protobuf, */*',
    'application/json; q=0.5',
  ])
    expect(negotiate(accept, OBJECT_PROJECTIONS), accept).toEqual(plain);
});

test('an explicit Accept of YAML returns YAML, whole or projected', () => {
  const yaml = { projection: undefined, contentType: 'application/yaml' };
  for (const accept of ['application/yaml', 'Application/YAML, application/json', 'application/json;q=0.9, application/yaml'])
    expect(negotiate(accept, OBJECT_PROJECTIONS), accept).toEqual(yaml);
  for (const accept of ['application/*', '*/*', 'application/yaml;q=0.5, */*']) expect(negotiate(accept, []), accept).toEqual(plain);
  const table = { as: 'Table', group: 'meta.k8s.io', version: 'v1' };
  expect(negotiate('application/yaml;as=Table;v=v1;g=meta.k8s.io', LIST_PROJECTIONS)).toEqual({ ...yaml, projection: table });
});

test('the content type of discovery names its form', () => {
  const v2beta1 = 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList';
  const v2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  expect(negotiate(`${v2},${v2beta1},application/json`, DISCOVERY_PROJECTIONS)?.contentType).toBe(v2);
  expect(negotiate(`${v2beta1},application/json`, DISCOVERY_PROJECTIONS)?.contentType).toBe(v2beta1);
});

test('weights order the clauses, and nothing is not acceptable', () => {
  expect(negotiate('application/json;q=0.1,application/json;as=Table;v=v1;g=meta.k8s.io', LIST_PROJECTIONS)?.projection?.as).toBe('Table');
  expect(negotiate('application/vnd.kubernetes.protobuf', LIST_PROJECTIONS)).toBeUndefined();
  expect(negotiate('application/json;as=Table;v=v2;g=meta.k8s.io', LIST_PROJECTIONS)).toBeUndefined();
  expect(negotiate('application/json;q=0', LIST_PROJECTIONS)).toBeUndefined();
});

test('a content type is read without regard to case, and absent means JSON', () => {
  expect(parseContentType('Application/JSON; Charset="utf-8"')).toEqual({ type: 'application/json', parameters: { charset: 'utf-8' } });
  expect(parseContentType(undefined)).toEqual({ type: 'application/json', parameters: {} });
});
