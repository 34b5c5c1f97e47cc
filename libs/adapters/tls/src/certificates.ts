import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import type { Extension } from '@peculiar/x509';

/** Private key with its certificate, both PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
const AUTHORITY_LIFE_MS = 3_650 * DAY_MS;
/** Validity of server and client certificates, below the limit of public verifiers. */
const SERVER_LIFE_MS = 365 * DAY_MS;
/** Remaining validity below which a server certificate is renewed. */
const RENEW_BEFORE_MS = 30 * DAY_MS;

/** Creates the lab's certificate authority. Certificates use host time, independent of the lab's clock. */
export async function createAuthority(commonName: string): Promise<KeyPair> {
  const x509 = await load();
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: `CN=${commonName}`,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + AUTHORITY_LIFE_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign | x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { key: await pemOf(keys.privateKey), certificate: certificate.toString('pem') };
}

/** Creates a server certificate for `hosts` (DNS names and IP addresses), signed by `authority`. */
export async function createServerCertificate(authority: KeyPair, hosts: readonly string[]): Promise<KeyPair> {
  const x509 = await load();
  return createCertificate(authority, 'CN=kube-apiserver', [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: isAddress(value) ? 'ip' : 'dns', value }))),
  ]);
}

/** Creates a client certificate, signed by `authority`. */
export async function createClientCertificate(authority: KeyPair, commonName: string): Promise<KeyPair> {
  const x509 = await load();
  return createCertificate(authority, `CN=${commonName}`, [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
  ]);
}

async function createCertificate(authority: KeyPair, subject: string, extensions: readonly Extension[]): Promise<KeyPair> {
  const x509 = await load();
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', derOf(authority.key), ALGORITHM, false, ['sign']);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject,
    issuer: issuer.subject,
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + SERVER_LIFE_MS),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [...extensions, await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey)],
  });
  return { key: await pemOf(keys.privateKey), certificate: certificate.toString('pem') };
}

/** True if `server` is signed by `authority`, names all hosts, and does not expire soon. */
export function serves(server: KeyPair, authority: KeyPair, hosts: readonly string[]): boolean {
  const certificate = new X509Certificate(server.certificate);
  const named = hosts.every((host) => (isAddress(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined);
  const fresh = Date.parse(certificate.validTo) - Date.now() > RENEW_BEFORE_MS;
  const paired = certificate.checkPrivateKey(createPrivateKey(server.key));
  return named && fresh && paired && certificate.verify(new X509Certificate(authority.certificate).publicKey);
}

// Loads the library on demand: loading takes 100 ms, and only new certificates need it.
async function load() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

function serial(): string {
  // Positive integer: first byte below 0x80 and non-zero.
  return `4b${Buffer.from(webcrypto.getRandomValues(new Uint8Array(15))).toString('hex')}`;
}

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END PRIVATE KEY-----\n`;
}

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}
