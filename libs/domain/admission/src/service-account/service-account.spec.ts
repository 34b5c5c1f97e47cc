import { resources } from '@klockwork/resources';
import { describe, expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { serviceAccount } from './service-account.ts';

const account = { metadata: { name: 'default', namespace: 'default' } };

function admitPod(pod: { metadata?: object; spec: object }, accountFields: object = {}) {
  const view = viewOf([resources.serviceAccounts, { ...account, ...accountFields }]);
  const object = { ...pod, metadata: { name: 'web', ...pod.metadata } };
  return outcomeOf(serviceAccount, podRequest(object), view);
}

function refusal(detail: string) {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    code: 403,
    reason: 'Forbidden',
    message: `pods "web" is forbidden: ${detail}`,
    details: { name: 'web', kind: 'pods' },
  };
}

describe('a new pod', () => {
  test('a new pod gets the default account and its token in every container', () => {
    const mount = { mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };
    const decided = admitPod({ spec: { initContainers: [{ name: 'init' }], containers: [{ name: 'web' }] } });
    const name = (decided as { spec: { volumes: { name: string }[] } }).spec.volumes[0]?.name ?? '';
    expect(name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(decided).toEqual({
      metadata: { name: 'web' },
      spec: {
        serviceAccountName: 'default',
        serviceAccount: 'default',
        initContainers: [{ name: 'init', volumeMounts: [{ ...mount, name }] }],
        containers: [{ name: 'web', volumeMounts: [{ ...mount, name }] }],
        volumes: [
          {
            name,
            projected: {
              defaultMode: 420,
              sources: [
                { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
                { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
              ],
            },
          },
        ],
      },
    });
  });

  test.each([
    ['the pod says so', { automountServiceAccountToken: false }, {}],
    ['its account says so', {}, { automountServiceAccountToken: false }],
  ])('a new pod gets no token if %s', (_, spec, accountFields) => {
    const containers = [{ name: 'web' }];
    expect(admitPod({ spec: { ...spec, containers } }, accountFields)).toEqual({
      metadata: { name: 'web' },
      spec: { ...spec, containers, serviceAccountName: 'default', serviceAccount: 'default' },
    });
  });

  test("a new pod keeps an own mount at the token's path", () => {
    const containers = [{ name: 'web', volumeMounts: [{ name: 'own', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }] }];
    expect(admitPod({ spec: { containers } })).toEqual({
      metadata: { name: 'web' },
      spec: { containers, serviceAccountName: 'default', serviceAccount: 'default' },
    });
  });

  test("a new pod gets its account's pull secrets", () => {
    const decided = admitPod(
      { spec: { automountServiceAccountToken: false, containers: [] } },
      { imagePullSecrets: [{ name: 'registry' }] },
    );
    expect(decided).toMatchObject({ spec: { imagePullSecrets: [{ name: 'registry' }] } });
    const nameless = admitPod({ spec: { containers: [] } }, { imagePullSecrets: [{}] }) as { spec: { imagePullSecrets: object[] } };
    expect(nameless.spec.imagePullSecrets).toEqual([{}]);
  });

  test('a new pod without its account is refused', () => {
    expect(admitPod({ spec: { serviceAccountName: 'builder', containers: [] } })).toEqual(
      refusal('error looking up service account default/builder: serviceaccount "builder" not found'),
    );
  });

  test.each<[string, object, string]>([
    ['an account', { serviceAccountName: 'default', containers: [] }, 'a mirror pod may not reference service accounts'],
    ['a secret', { containers: [], volumes: [{ name: 's', secret: { secretName: 'key' } }] }, 'a mirror pod may not reference secrets'],
    [
      'a config map',
      { containers: [{ name: 'web', envFrom: [{ configMapRef: { name: 'c' } }] }] },
      'a mirror pod may not reference configmaps',
    ],
  ])('a mirror pod may not refer to %s', (_, spec, detail) => {
    expect(admitPod({ metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } }, spec })).toEqual(refusal(detail));
  });
});
