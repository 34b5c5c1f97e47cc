import { type KubeObject, resources } from '@klockwork/resources';
import { expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { defaultStorageClass } from './default-storage-class.ts';

const standard = { metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } };
const other = { metadata: { name: 'other' } };
const both = viewOf([resources.storageClasses, standard], [resources.storageClasses, other]);

function admitClaim(object: object, view = both) {
  const of = { resource: resources.persistentVolumeClaims, name: 'data' };
  return outcomeOf(defaultStorageClass, podRequest(object as KubeObject, of), view);
}

test('a claim without a class gets the default class', () => {
  expect(admitClaim({ spec: {} })).toEqual({ spec: { storageClassName: 'standard' } });
});

test.each([
  ['names another class', { spec: { storageClassName: 'other' } }],
  ['wants none', { spec: { storageClassName: '' } }],
  ['names one in its annotation', { metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'other' } }, spec: {} }],
])('a claim that %s is left alone', (_, claim) => {
  expect(admitClaim(claim)).toEqual(claim);
});

test('a claim without a default class stays unchanged', () => {
  expect(admitClaim({ spec: {} }, viewOf([resources.storageClasses, other]))).toEqual({ spec: {} });
});
