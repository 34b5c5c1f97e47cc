import { expect, test } from 'vitest';
import { encodeText } from '../generic/base64.ts';
import { CAROL_REQUEST, NODE_REQUEST, NODE_SERVING_REQUEST } from '../testing/index.ts';
import type { CertificateSigningRequest } from './certificate-signing-request.ts';
import { signingStep } from './signing-step.ts';

const CLIENT = 'kubernetes.io/kube-apiserver-client';
const KUBELET = 'kubernetes.io/kube-apiserver-client-kubelet';
const SERVING = 'kubernetes.io/kubelet-serving';
const FOR_CLIENT = ['digital signature', 'client auth'];
const FOR_SERVER = ['digital signature', 'key encipherment', 'server auth'];

function approved(signerName: string, pem: string, usages: string[], more: object = {}, types = ['Approved']): CertificateSigningRequest {
  const conditions = types.map((type) => ({ type, status: 'True' as const }));
  return { metadata: { name: 'a' }, spec: { signerName, request: encodeText(pem), usages, ...more }, status: { conditions } };
}

test.each([
  [CLIENT, CAROL_REQUEST, FOR_CLIENT, {}, 31_536_000],
  [CLIENT, CAROL_REQUEST, ['client auth'], { expirationSeconds: 600 }, 600],
  [CLIENT, CAROL_REQUEST, ['client auth'], { expirationSeconds: 2 ** 31 - 1 }, 31_536_000],
  [KUBELET, NODE_REQUEST, [...FOR_CLIENT, 'key encipherment'], {}, 31_536_000],
  [SERVING, NODE_SERVING_REQUEST, FOR_SERVER, {}, 31_536_000],
])('an approved request for %s is signed, at most for a year', (signerName, pem, usages, more, lifeSeconds) => {
  expect(signingStep(approved(signerName, pem, usages, more))).toMatchObject({ type: 'sign', policy: { usages, lifeSeconds } });
});

test.each([
  [CLIENT, CAROL_REQUEST, ['server auth'], 'invalid usage for client certificate: server auth'],
  [CLIENT, CAROL_REQUEST, ['digital signature'], 'missing required usage for client certificate: client auth'],
  [KUBELET, CAROL_REQUEST, FOR_CLIENT, 'subject organization is not system:nodes'],
  [KUBELET, NODE_SERVING_REQUEST, FOR_CLIENT, 'DNS subjectAltNames are not allowed'],
  [KUBELET, NODE_REQUEST, FOR_SERVER, 'usages did not match [client auth digital signature key encipherment]'],
  [SERVING, CAROL_REQUEST, FOR_SERVER, 'subject organization is not system:nodes'],
  [SERVING, NODE_REQUEST, FOR_SERVER, 'DNS or IP subjectAltName is required'],
  [SERVING, NODE_SERVING_REQUEST, FOR_CLIENT, 'usages did not match [digital signature key encipherment server auth]'],
])('a request for %s with other properties fails (%#)', (signerName, pem, usages, message) => {
  expect(signingStep(approved(signerName, pem, usages))).toEqual({ type: 'fail', message });
});

test('pending, denied, failed and issued requests, and foreign signers, are left alone', () => {
  const issued = approved(CLIENT, CAROL_REQUEST, FOR_CLIENT);
  expect(
    [
      approved(CLIENT, CAROL_REQUEST, FOR_CLIENT, {}, []),
      approved(CLIENT, CAROL_REQUEST, FOR_CLIENT, {}, ['Denied']),
      approved(CLIENT, CAROL_REQUEST, FOR_CLIENT, {}, ['Approved', 'Failed']),
      { ...issued, status: { ...issued.status, certificate: 'AAAA' } },
      approved('example.com/own', CAROL_REQUEST, FOR_CLIENT),
      approved('kubernetes.io/legacy-unknown', CAROL_REQUEST, FOR_CLIENT),
    ].map(signingStep),
  ).toEqual(Array(6).fill(undefined));
});
