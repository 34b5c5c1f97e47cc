import { expect, test } from 'vitest';
import { build, rowOf, tryCreate, tryUpdate } from '../testing/index.ts';
import { ingressClassKind } from './ingress-class.kind.ts';
import { defaultIngressClassOf, type IngressClass } from './ingress-class.ts';

const PARAMETERS = { apiGroup: 'k8s.example.com', kind: 'IngressParameters', name: 'external' };

function aClass(spec: object = {}): IngressClass {
  return { metadata: { name: 'nginx' }, spec: { controller: 'k8s.io/ingress-nginx', ...spec } };
}

test('parameters are cluster-scoped by default', () => {
  const { object, errors } = tryCreate(ingressClassKind, aClass({ parameters: PARAMETERS }));
  expect([object.spec?.parameters?.scope, object.metadata?.generation, errors]).toEqual(['Cluster', 1, []]);
  expect(rowOf(ingressClassKind, object, 0)).toMatchObject({
    Name: 'nginx',
    Controller: 'k8s.io/ingress-nginx',
    Parameters: 'IngressParameters.k8s.example.com/external',
  });
  expect(rowOf(ingressClassKind, aClass(), 0)).toMatchObject({ Parameters: '<none>' });
});

test.each<[string, object, string[]]>([
  ['without a controller', { controller: '' }, ['spec.controller: Required value']],
  [
    'whose controller is no path',
    { controller: 'nginx' },
    ['spec.controller: Invalid value: "nginx": must be a domain-prefixed path (such as "acme.io/foo")'],
  ],
  [
    'whose controller has a space',
    { controller: 'k8s.io/a b' },
    ["spec.controller: Invalid value: \"a b\": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')"],
  ],
  ['whose controller is long', { controller: `k8s.io/${'a'.repeat(244)}` }, ['spec.controller: Too long: may not be more than 250 bytes']],
  [
    'with parameters of an unknown scope',
    { parameters: { ...PARAMETERS, scope: 'Galaxy' } },
    ['spec.parameters.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespace"'],
  ],
  [
    'with parameters of an empty scope',
    { parameters: { ...PARAMETERS, scope: '' } },
    ['spec.parameters.scope: Unsupported value: "": supported values: "Cluster", "Namespace"'],
  ],
  [
    'with parameters of a namespace that is not told',
    { parameters: { ...PARAMETERS, scope: 'Namespace' } },
    ["spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"],
  ],
  [
    'with parameters of the cluster in a namespace',
    { parameters: { kind: 'A', namespace: 'default' } },
    ['spec.parameters.name: Required value', "spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"],
  ],
])('a class %s is refused', (_, spec, expected) => {
  expect(tryCreate(ingressClassKind, aClass(spec)).errors).toEqual(expected);
});

test('the controller of a class is immutable', () => {
  const { errors, object } = tryUpdate(ingressClassKind, build({ ...aClass(), metadata: { name: 'nginx', generation: 1 } }), (draft) => {
    draft.spec = { controller: 'example.com/other' };
  });
  expect(errors).toEqual(['spec.controller: Invalid value: "example.com/other": field is immutable']);
  expect(object.metadata?.generation).toBe(2);
});

test('an annotation marks the default class', () => {
  const marked = { metadata: { name: 'marked', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } };
  expect([defaultIngressClassOf([aClass(), marked]), defaultIngressClassOf([aClass()])]).toEqual([marked, undefined]);
});
