import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createAuthority, createClientCertificate, createServerCertificate, serves } from './certificates.ts';

const HOSTS = ['localhost', '127.0.0.1', '::1', 'fd00::10:0:1', 'kubernetes.default.svc'];
const authority = createAuthority('klockwork-ca');
const issuer = new X509Certificate(authority.certificate);

describe('an authority', () => {
  test('an authority has a certificate of its own key, valid for ten years', () => {
    expect([issuer.subject, issuer.issuer, issuer.ca, issuer.verify(issuer.publicKey)]).toEqual([
      'CN=klockwork-ca',
      'CN=klockwork-ca',
      true,
      true,
    ]);
    expect(issuer.validToDate.getTime() - issuer.validFromDate.getTime()).toBe(3_651 * 86_400_000);
  });

  test('an authority with a name outside PrintableString also signs certificates', () => {
    const named = createAuthority('Ägypten_ca');
    const client = new X509Certificate(createClientCertificate(named, 'front-proxy-client').certificate);
    expect([client.issuer, client.checkIssued(new X509Certificate(named.certificate))]).toEqual(['CN=Ägypten_ca', true]);
  });
});

describe('a server certificate', () => {
  const server = createServerCertificate(authority, HOSTS);
  const certificate = new X509Certificate(server.certificate);

  test('a server certificate names its hosts, its purpose and its authority', () => {
    expect([certificate.subject, certificate.issuer, certificate.ca, certificate.keyUsage, certificate.subjectAltName]).toEqual([
      'CN=kube-apiserver',
      'CN=klockwork-ca',
      false,
      ['1.3.6.1.5.5.7.3.1'],
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:FD00:0:0:0:0:10:0:1, DNS:kubernetes.default.svc',
    ]);
    expect([certificate.checkIssued(issuer), certificate.verify(issuer.publicKey)]).toEqual([true, true]);
  });

  test('a server certificate serves its hosts, and no others', () => {
    expect(serves(server, authority, HOSTS)).toBe(true);
    expect(serves(server, authority, ['api-server'])).toBe(false);
    expect(serves(server, createAuthority('klockwork-ca'), HOSTS)).toBe(false);
  });

  test('each server certificate has its own serial number', () => {
    const next = new X509Certificate(createServerCertificate(authority, HOSTS).certificate);
    expect(next.serialNumber).not.toBe(certificate.serialNumber);
    expect(certificate.serialNumber).toMatch(/^4B[0-9A-F]{30}$/);
  });
});

test('a client certificate has the purpose of clients', () => {
  const client = new X509Certificate(createClientCertificate(authority, 'front-proxy-client').certificate);
  expect([client.subject, client.keyUsage, client.checkIssued(issuer)]).toEqual(['CN=front-proxy-client', ['1.3.6.1.5.5.7.3.2'], true]);
});
