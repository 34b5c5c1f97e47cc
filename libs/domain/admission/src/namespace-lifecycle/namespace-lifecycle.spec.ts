import { resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import type { AdmissionRequest } from '../admission.ts';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';

const view = viewOf(
  [resources.namespaces, { metadata: { name: 'default' } }],
  [resources.namespaces, { metadata: { name: 'going' }, status: { phase: 'Terminating' } } as object],
);
const pod = { metadata: { name: 'web' } };
const failure = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' };

function admitInNamespace(overrides: Partial<AdmissionRequest>) {
  const { operation } = overrides;
  return outcomeOf(namespaceLifecycle, podRequest(operation === 'DELETE' ? undefined : pod, overrides), view);
}

describe('a namespace', () => {
  test('an active namespace accepts objects', () => {
    expect(admitInNamespace({})).toEqual(pod);
  });

  test.each(['CREATE', 'UPDATE'] as const)('a missing namespace refuses %s', (operation) => {
    expect(admitInNamespace({ operation, namespace: 'nowhere' })).toEqual({
      ...failure,
      code: 404,
      reason: 'NotFound',
      message: 'namespaces "nowhere" not found',
      details: { name: 'nowhere', kind: 'namespaces' },
    });
  });

  test('a terminating namespace refuses new objects, with a cause', () => {
    expect(admitInNamespace({ namespace: 'going' })).toEqual({
      ...failure,
      code: 403,
      reason: 'Forbidden',
      message: 'pods "web" is forbidden: unable to create new content in namespace going because it is being terminated',
      details: {
        name: 'web',
        kind: 'pods',
        causes: [{ reason: 'NamespaceTerminating', message: 'namespace going is being terminated', field: 'metadata.namespace' }],
      },
    });
  });

  test('a terminating namespace allows changes and deletions of its objects', () => {
    expect(admitInNamespace({ namespace: 'going', operation: 'UPDATE' })).toEqual(pod);
    expect(admitInNamespace({ namespace: 'going', operation: 'DELETE' })).toBeUndefined();
  });

  test.each(['default', 'kube-system', 'kube-public'])('%s is never deleted', (name) => {
    const request = { resource: resources.namespaces, operation: 'DELETE', namespace: '', name } as const;
    expect(admitInNamespace(request)).toEqual({
      ...failure,
      code: 403,
      reason: 'Forbidden',
      message: `namespaces "${name}" is forbidden: this namespace may not be deleted`,
      details: { name, kind: 'namespaces' },
    });
  });

  test("a user's namespace can be created and deleted", () => {
    expect(admitInNamespace({ resource: resources.namespaces, operation: 'DELETE', namespace: '', name: 'shop' })).toBeUndefined();
    expect(admitInNamespace({ resource: resources.namespaces, operation: 'CREATE', namespace: '', name: 'shop' })).toEqual(pod);
  });
});
