import { expect, test } from 'vitest';
import { aServiceAccount, rowOf, tryCreate } from '../testing/index.ts';
import { serviceAccountKind } from './service-account.kind.ts';

test('a ServiceAccount refers to secrets by name alone, and is warned of enforcing them', () => {
  const body = {
    metadata: { name: 'build', namespace: 'default', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
    secrets: [{ name: 'a', uid: '1', namespace: 'x' }],
  };
  const { object, errors, warnings } = tryCreate(serviceAccountKind, body);
  expect({ secrets: object.secrets, errors, warnings }).toEqual({
    secrets: [{ name: 'a' }],
    errors: [],
    warnings: [
      'metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets',
    ],
  });
});

test('kubectl get serviceaccounts prints its row', () => {
  expect(rowOf(serviceAccountKind, aServiceAccount(), Date.parse('2026-01-01T00:00:01Z'))).toEqual({ Name: 'default', Age: '1s' });
});
