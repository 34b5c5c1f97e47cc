import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { defaultIngressClass } from './default-ingress-class.ts';

const DEFAULT = { 'ingressclass.kubernetes.io/is-default-class': 'true' };
const classes = viewOf(
  [resources.ingressClasses, { metadata: { name: 'nginx', annotations: DEFAULT, creationTimestamp: '2026-01-01T00:00:00Z' } }],
  [resources.ingressClasses, { metadata: { name: 'newer', annotations: DEFAULT, creationTimestamp: '2026-01-02T00:00:00Z' } }],
  [resources.ingressClasses, { metadata: { name: 'other', creationTimestamp: '2026-01-03T00:00:00Z' } }],
);

function admitIngress(object: object, view = classes) {
  return outcomeOf(defaultIngressClass, podRequest(object as KubeObject, { resource: resources.ingresses, name: 'shop' }), view);
}

test('an Ingress without a class gets the newest default class', () => {
  expect(admitIngress({ spec: { rules: [] } })).toEqual({ spec: { rules: [], ingressClassName: 'newer' } });
});

test.each([
  ['names another class', { spec: { ingressClassName: 'other' } }],
  ['names one in its annotation', { metadata: { annotations: { 'kubernetes.io/ingress.class': 'other' } }, spec: {} }],
])('an Ingress that %s is left alone', (_, ingress) => {
  expect(admitIngress(ingress)).toEqual(ingress);
});

test('an Ingress without a default class stays unchanged, as do other kinds', () => {
  expect(admitIngress({ spec: {} }, viewOf())).toEqual({ spec: {} });
  expect(outcomeOf(defaultIngressClass, podRequest({ metadata: {} }), classes)).toEqual({ metadata: {} });
});
