import { X509Certificate } from 'node:crypto';
import { type CertificateRequest, readCertificateRequest } from '@klockwork/resources';
import { CAROL_REQUEST, NODE_SERVING_REQUEST } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { KeyCertificateSigner } from './certificate-signer.ts';
import { createAuthority } from './certificates.ts';

const authority = createAuthority('klockwork-ca');
const issuer = new X509Certificate(authority.certificate);
const signer = new KeyCertificateSigner(authority);
const MINUTE_MS = 60_000;

function requestOf(pem: string): CertificateRequest {
  const read = readCertificateRequest(Buffer.from(pem).toString('base64'));
  if ('problem' in read) throw new Error(read.problem);
  return read.request;
}

function signed(pem: string, usages: string[], lifeSeconds = 3_600): X509Certificate {
  const answer = signer.sign(requestOf(pem), { usages, lifeSeconds });
  if ('problem' in answer) throw new Error(answer.problem);
  return new X509Certificate(answer.certificate);
}

test('a client certificate has the subject and key of its request, and the purposes of its policy', () => {
  const certificate = signed(CAROL_REQUEST, ['digital signature', 'client auth']);
  expect([certificate.subject, certificate.ca, certificate.keyUsage, certificate.subjectAltName]).toEqual([
    'CN=carol\nO=team-a\nO=team-b',
    false,
    ['1.3.6.1.5.5.7.3.2'],
    undefined,
  ]);
  expect([certificate.checkIssued(issuer), certificate.verify(issuer.publicKey)]).toEqual([true, true]);
  const { publicKey } = requestOf(CAROL_REQUEST).der;
  expect(certificate.publicKey.export({ type: 'spki', format: 'der' }).equals(publicKey)).toBe(true);
});

test('a server certificate keeps the alternative names of its request', () => {
  const certificate = signed(NODE_SERVING_REQUEST, ['digital signature', 'server auth']);
  expect([certificate.keyUsage, certificate.subjectAltName]).toEqual([['1.3.6.1.5.5.7.3.1'], 'DNS:node-9, IP Address:172.18.0.9']);
});

test.each([
  [3_600, 65],
  [86_400, 1_440],
])('a certificate for %i s is valid for %i min, and begins five minutes ago', (lifeSeconds, minutes) => {
  const { validFromDate, validToDate } = signed(CAROL_REQUEST, ['client auth'], lifeSeconds);
  expect(validToDate.getTime() - validFromDate.getTime()).toBe(minutes * MINUTE_MS);
});

test('no certificate outlives its authority', () => {
  const certificate = signed(CAROL_REQUEST, ['client auth'], 2 ** 31);
  expect(certificate.validTo).toBe(issuer.validTo);
});

test('a request is refused whose sender does not hold its key', () => {
  const { der, ...rest } = requestOf(CAROL_REQUEST);
  const refusal = (changed: object) =>
    signer.sign({ ...rest, der: { ...der, ...changed } }, { usages: ['client auth'], lifeSeconds: 3_600 });
  expect([
    refusal({ publicKey: requestOf(NODE_SERVING_REQUEST).der.signed }),
    refusal({ signed: der.subject }),
    refusal({ algorithm: '1.2' }),
  ]).toEqual([
    { problem: 'unable to verify certificate request signature: x509: cannot verify signature: algorithm unimplemented' },
    { problem: 'unable to verify certificate request signature: x509: signature verification failure' },
    { problem: 'unable to verify certificate request signature: x509: cannot verify signature: algorithm unimplemented' },
  ]);
});
