import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import * as der from './der.ts';

/** Private key with its certificate, both PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

const DAY_MS = 86_400_000;
const AUTHORITY_LIFE_MS = 3_650 * DAY_MS;
/** Validity of server and client certificates, below the limit of public verifiers. */
const SERVER_LIFE_MS = 365 * DAY_MS;
/** Remaining validity below which a server certificate is renewed. */
const RENEW_BEFORE_MS = 30 * DAY_MS;

/** Object identifiers of RFC 5280 and RFC 5758. */
export const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

/** Length of an uncompressed point of P-256, the end of an encoded public key. */
const POINT_BYTES = 65;
/** Bits of a key usage (RFC 5280, 4.2.1.3). */
const USAGE = { digitalSignature: 0, keyEncipherment: 2, keyCertSign: 5, crlSign: 6 } as const;
/** Fields of a GeneralName (RFC 5280, 4.2.1.6). */
const GENERAL_NAME = { dns: 2, ip: 7 } as const;
/** Version 3 is encoded as 2. */
const VERSION = der.field(0, der.integer(Buffer.from([2])));
const SIGNATURE_ALGORITHM = der.sequence(der.objectIdentifier(OID.ecdsaWithSha256));

/** Creates a self-signed certificate authority, such as the lab's. Certificates use host time, independent of the lab's clock. */
export function createAuthority(commonName: string): KeyPair {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [
    extension(OID.basicConstraints, der.sequence(der.boolean(true)), { critical: true }),
    usage(USAGE.digitalSignature, USAGE.keyCertSign, USAGE.crlSign),
    extension(OID.subjectKeyIdentifier, der.octetString(keyIdentifier(keys.publicKey))),
  ];
  const signer = { name: commonName, key: keys.privateKey };
  const subject = subjectOf(commonName, keys.publicKey);
  return { key: pemOf(keys.privateKey), certificate: signCertificate(signer, { ...subject, extensions, ...validFor(AUTHORITY_LIFE_MS) }) };
}

/** Creates a server certificate for `hosts` (DNS names and IP addresses), signed by `authority`. */
export function createServerCertificate(authority: KeyPair, hosts: readonly string[]): KeyPair {
  return createCertificate(authority, 'kube-apiserver', [
    usage(USAGE.digitalSignature, USAGE.keyEncipherment),
    extension(OID.extendedKeyUsage, der.sequence(der.objectIdentifier(OID.serverAuth))),
    extension(OID.subjectAlternativeName, der.sequence(...hosts.map(generalName))),
  ]);
}

/** Creates a client certificate, signed by `authority`. */
export function createClientCertificate(authority: KeyPair, commonName: string): KeyPair {
  return createCertificate(authority, commonName, [
    usage(USAGE.digitalSignature, USAGE.keyEncipherment),
    extension(OID.extendedKeyUsage, der.sequence(der.objectIdentifier(OID.clientAuth))),
  ]);
}

function createCertificate(authority: KeyPair, name: string, purposes: readonly Buffer[]): KeyPair {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [...purposes, authorityIdentifier(authority.certificate)];
  const issuedSubject = { ...subjectOf(name, keys.publicKey), extensions, ...validFor(SERVER_LIFE_MS) };
  return { key: pemOf(keys.privateKey), certificate: signCertificate(signerOf(authority), issuedSubject) };
}

/** Authority with its key. */
export interface Signer {
  readonly name: string;
  readonly key: KeyObject;
}

/** Content of a certificate. */
export interface Subject {
  /** Encoded distinguished name. */
  readonly name: Uint8Array;
  /** Encoded SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Buffer[];
  /** Validity in ms since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Returns the name and key of an authority. */
export function signerOf(authority: KeyPair): Signer {
  return { name: commonNameOf(authority.certificate), key: createPrivateKey(authority.key) };
}

/** Returns the extension that names the key of an authority. */
export function authorityIdentifier(certificate: string): Buffer {
  return extension(OID.authorityKeyIdentifier, der.sequence(der.implicitField(0, keyIdentifier(createPublicKey(certificate)))));
}

function subjectOf(commonName: string, publicKey: KeyObject): Pick<Subject, 'name' | 'publicKey'> {
  return { name: distinguishedName(commonName), publicKey: publicKey.export({ type: 'spki', format: 'der' }) };
}

/** Returns a validity in host time that ends after `lifeMs`, and began `backdateMs` ago. */
export function validFor(lifeMs: number, backdateMs = DAY_MS): Pick<Subject, 'notBefore' | 'notAfter'> {
  const now = Date.now();
  return { notBefore: now - backdateMs, notAfter: now + lifeMs };
}

/** Returns a certificate in PEM. Models the structure `Certificate` of RFC 5280, 4.1. */
export function signCertificate(signer: Signer, { name, publicKey, extensions, notBefore, notAfter }: Subject): string {
  const content = der.sequence(
    VERSION,
    der.integer(serial()),
    SIGNATURE_ALGORITHM,
    distinguishedName(signer.name),
    der.sequence(der.time(notBefore), der.time(notAfter)),
    Buffer.from(name),
    Buffer.from(publicKey),
    der.field(3, der.sequence(...extensions)),
  );
  const signature = der.bitString(sign('sha256', content, signer.key));
  const lines =
    der
      .sequence(content, SIGNATURE_ALGORITHM, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function distinguishedName(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.objectIdentifier(OID.commonName), der.text(commonName))));
}

/** Encodes an extension around its value. */
export function extension(oid: string, value: Buffer, { critical = false } = {}): Buffer {
  return der.sequence(der.objectIdentifier(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value));
}

/** Encodes the key usage of bits of RFC 5280, 4.2.1.3. */
export function usage(...bits: readonly number[]): Buffer {
  return extension(OID.keyUsage, der.namedBits(bits), { critical: true });
}

function generalName(host: string): Buffer {
  return isAddress(host)
    ? der.implicitField(GENERAL_NAME.ip, der.addressBytes(host))
    : der.implicitField(GENERAL_NAME.dns, Buffer.from(host));
}

/** Returns the SHA-1 of the public point, as RFC 5280, 4.2.1.2 proposes. */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }).subarray(-POINT_BYTES))
    .digest();
}

/** Returns the name of an authority of this module. */
function commonNameOf(pem: string): string {
  return new X509Certificate(pem).subject.replace(/^CN=/, '');
}

/** True if `server` is signed by `authority`, names all hosts, and does not expire soon. */
export function serves(server: KeyPair, authority: KeyPair, hosts: readonly string[]): boolean {
  const certificate = new X509Certificate(server.certificate);
  const named = hosts.every((host) => (isAddress(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined);
  const fresh = Date.parse(certificate.validTo) - Date.now() > RENEW_BEFORE_MS;
  const paired = certificate.checkPrivateKey(createPrivateKey(server.key));
  return named && fresh && paired && certificate.verify(new X509Certificate(authority.certificate).publicKey);
}

/** Positive integer of 16 bytes: first byte below 0x80 and non-zero. */
function serial(): Buffer {
  return Buffer.from([0x4b, ...randomBytes(15)]);
}

function pemOf(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}
