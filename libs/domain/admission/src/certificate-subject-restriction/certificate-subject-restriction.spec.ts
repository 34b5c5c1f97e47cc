import { encodeBase64 } from '@klockwork/kernel';
import { type KubeObject, resources } from '@klockwork/resources';
import { ALICE_REQUEST, MASTERS_REQUEST } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { outcomeOf, podRequest, viewOf } from '../testing/admission-case.ts';
import { certificateSubjectRestriction } from './certificate-subject-restriction.ts';

const CLIENT = 'kubernetes.io/kube-apiserver-client';

function admitRequest(text: string, signerName = CLIENT) {
  const request = encodeBase64(Uint8Array.from([...text].map((char) => char.charCodeAt(0))));
  const object = { spec: { request, signerName } } as KubeObject;
  const asked = podRequest(object, { resource: resources.certificateSigningRequests, name: 'alice', namespace: '' });
  const outcome = outcomeOf(certificateSubjectRestriction, asked, viewOf());
  return outcome !== undefined && 'message' in outcome ? outcome.message : 'admitted';
}

test('a certificate for an administrator is refused', () => {
  expect([
    admitRequest(ALICE_REQUEST),
    admitRequest(MASTERS_REQUEST),
    admitRequest(MASTERS_REQUEST, 'example.com/a'),
    admitRequest('x'),
  ]).toEqual([
    'admitted',
    `certificatesigningrequests.certificates.k8s.io "alice" is forbidden: use of ${CLIENT} signer with system:masters group is not allowed`,
    'admitted',
    'certificatesigningrequests.certificates.k8s.io "alice" is forbidden: failed to parse CSR: PEM block type must be CERTIFICATE REQUEST',
  ]);
});

test('other kinds are ignored', () => {
  expect(outcomeOf(certificateSubjectRestriction, podRequest({ metadata: {} }), viewOf())).toEqual({ metadata: {} });
});
