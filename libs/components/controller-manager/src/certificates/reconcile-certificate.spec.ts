import { bytesOf, encodeBase64 } from '@klockwork/kernel';
import { type CertificateSigningRequest, resources } from '@klockwork/resources';
import { CAROL_REQUEST, NODE_REQUEST } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { reconcileCertificate } from './reconcile-certificate.ts';

const KUBELET = 'kubernetes.io/kube-apiserver-client-kubelet';
const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 0, 1, 12);
const at = (instant: number) => new Date(instant).toISOString();

function request(pem: string, { username = 'kubernetes-admin', signerName = KUBELET, status = {} } = {}): CertificateSigningRequest {
  const spec = { request: encodeBase64(bytesOf(pem)), signerName, usages: ['digital signature', 'client auth'], username };
  return { metadata: { name: 'a', creationTimestamp: at(NOON) }, spec, status };
}

test.each([
  ['kubernetes-admin', 'Auto approving kubelet client certificate after SubjectAccessReview.'],
  ['system:node:node-9', 'Auto approving self kubelet client certificate after SubjectAccessReview.'],
])('a request of %s for the certificate of a node is approved', (username, message) => {
  const object = request(NODE_REQUEST, { username });
  const conditions = [{ type: 'Approved', status: 'True', reason: 'AutoApproved', message }];
  expect(reconcileCertificate(object, NOON)).toEqual({
    stages: [
      [
        {
          type: 'update',
          resource: resources.certificateSigningRequests,
          subresource: 'approval',
          object: { ...object, status: { conditions } },
        },
      ],
    ],
  });
});

const cleaned = {
  stages: [[{ type: 'delete', resource: resources.certificateSigningRequests, name: { name: 'a' }, deletion: {}, tolerate: ['NotFound'] }]],
};
const conditions = (type: string) => [{ type, status: 'True' as const, lastUpdateTime: at(NOON + 1_000) }];

test.each<[string, CertificateSigningRequest, number]>([
  ['pending', request(CAROL_REQUEST), 24],
  ['pending for a foreign signer', request(NODE_REQUEST, { signerName: 'example.com/own' }), 24],
  ['denied', request(NODE_REQUEST, { status: { conditions: conditions('Denied') } }), 2],
  ['failed', request(CAROL_REQUEST, { status: { conditions: [...conditions('Approved'), ...conditions('Failed')] } }), 2],
  ['issued', request(NODE_REQUEST, { status: { conditions: conditions('Approved'), certificate: 'AAAA' } }), 2],
])('a request that is %s is deleted at a whole hour after its deadline', (_, object, hours) => {
  const due = NOON + hours * HOUR_MS;
  const timer = { name: 'certificate-request-cleaner', upkeep: true };
  expect(reconcileCertificate(object, due - 1)).toEqual({ stages: [], wakeAt: { at: due, timer } });
  expect(reconcileCertificate(object, due)).toEqual(cleaned);
});

test('an approved request without certificate stays', () => {
  expect(reconcileCertificate(request(CAROL_REQUEST, { status: { conditions: conditions('Approved') } }), NOON + 1e9)).toEqual({
    stages: [],
  });
});
