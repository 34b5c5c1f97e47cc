import { describe, expect, test } from 'vitest';
import { resources } from '../resource-refs.ts';
import { aDeployment, texts } from '../testing/index.ts';
import { scaleOf, scaleSubresource } from './scale.ts';

const context = { now: 0, subresource: 'scale', user: 'admin' };
const scale = scaleSubresource(resources.deployments);

test('the Scale of a Deployment has replicas, and its selector as text', () => {
  expect(scaleOf(aDeployment({ status: { replicas: 2 } }))).toEqual({
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: {
      name: 'web',
      namespace: 'default',
      uid: aDeployment().metadata?.uid,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: { replicas: 3 },
    status: { replicas: 2, selector: 'app=web' },
  });
});

test('zero replicas yield an empty spec, as upstream', () => {
  expect(scaleOf(aDeployment({ spec: { replicas: 0 } })).spec).toEqual({});
});

describe('a write of the Scale', () => {
  test('a Scale update changes replicas, increments the generation, and requires its version', () => {
    const draft = aDeployment();
    const errors = scale.write(
      draft,
      { metadata: { name: 'web', namespace: 'default', resourceVersion: '7' }, spec: { replicas: 5 } } as object,
      context,
    );
    expect({ errors, replicas: draft.spec?.replicas, meta: draft.metadata }).toEqual({
      errors: [],
      replicas: 5,
      meta: { ...aDeployment().metadata, generation: 2, resourceVersion: '7' },
    });
  });

  test('a Scale update without change keeps the generation', () => {
    const draft = aDeployment();
    scale.write(draft, { metadata: { name: 'web', namespace: 'default' }, spec: { replicas: 3 } } as object, context);
    expect({ generation: draft.metadata?.generation, version: draft.metadata?.resourceVersion }).toEqual({
      generation: 1,
      version: undefined,
    });
  });

  test('a negative Scale is refused, also of another object', () => {
    const body = { metadata: { name: 'web', namespace: 'default', uid: 'other' }, spec: { replicas: -1 } };
    expect(texts(scale.write(aDeployment(), body as object, context))).toEqual([
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ]);
  });

  test('a Scale of another object with the same name is a conflict', () => {
    const body = { metadata: { name: 'web', namespace: 'default', uid: 'other' }, spec: { replicas: 5 } };
    expect(() => scale.write(aDeployment(), body as object, context)).toThrow(
      `Operation cannot be fulfilled on deployments/scale.apps "web": Precondition failed: UID in precondition: other, UID in object meta: ${aDeployment().metadata?.uid}`,
    );
  });
});
