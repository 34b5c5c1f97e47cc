import { createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto';
import type { CertificateRequest, CertificateSigner, SignedRequest, SigningPolicy } from '@klockwork/resources';
import {
  authorityIdentifier,
  extension,
  type KeyPair,
  OID,
  type Signer,
  signCertificate,
  signerOf,
  usage,
  validFor,
} from './certificates.ts';
import * as der from './der.ts';

/** Certificates begin in the past, for verifiers whose clocks are late. */
const BACKDATE_MS = 5 * 60_000;
/** Life below which the end of a certificate is not brought forward. */
const SHORT_MS = 8 * 60 * 60_000;

/** Bits of a key usage (RFC 5280, 4.2.1.3), by the words of the API. */
const KEY_USAGES: Readonly<Record<string, number>> = {
  signing: 0,
  'digital signature': 0,
  'content commitment': 1,
  'key encipherment': 2,
  'data encipherment': 3,
  'key agreement': 4,
  'cert sign': 5,
  'crl sign': 6,
  'encipher only': 7,
  'decipher only': 8,
};

/** Purposes of the signers of a cluster. */
const PURPOSES: Readonly<Record<string, string>> = { 'server auth': OID.serverAuth, 'client auth': OID.clientAuth };

/** Hashes of signature algorithms; null for an algorithm with its own. */
const HASHES: Readonly<Record<string, string | null>> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.3.101.112': null,
};

/** Signs certificate requests with the key of an authority. Certificates are in host time. */
export class KeyCertificateSigner implements CertificateSigner {
  readonly #signer: Signer;
  readonly #identifier: Buffer;
  readonly #notAfter: number;

  constructor(authority: KeyPair) {
    this.#signer = signerOf(authority);
    this.#identifier = authorityIdentifier(authority.certificate);
    this.#notAfter = Date.parse(new X509Certificate(authority.certificate).validTo);
  }

  sign(request: CertificateRequest, { usages, lifeSeconds }: SigningPolicy): SignedRequest {
    const problem = signatureProblem(request);
    if (problem !== undefined) return { problem: `unable to verify certificate request signature: ${problem}` };
    const { subject: name, publicKey } = request.der;
    const extensions = [...purposes(usages), NO_AUTHORITY, this.#identifier, ...alternativeNames(request)];
    return { certificate: signCertificate(this.#signer, { name, publicKey, extensions, ...this.#validity(lifeSeconds * 1_000) }) };
  }

  /** Models `PermissiveSigningPolicy` of `pkg/controller/certificates/authority`. */
  #validity(lifeMs: number): { notBefore: number; notAfter: number } {
    const { notBefore, notAfter } = validFor(lifeMs < SHORT_MS ? lifeMs : lifeMs - BACKDATE_MS, BACKDATE_MS);
    return { notBefore, notAfter: Math.min(notAfter, this.#notAfter) };
  }
}

/** Basic constraints with their defaults. */
const NO_AUTHORITY = extension(OID.basicConstraints, der.sequence(), { critical: true });

function purposes(usages: readonly string[]): Buffer[] {
  const bits = usages.flatMap((word) => KEY_USAGES[word] ?? []);
  const oids = usages.flatMap((word) => PURPOSES[word] ?? []);
  return [
    ...(bits.length === 0 ? [] : [usage(...new Set(bits))]),
    ...(oids.length === 0 ? [] : [extension(OID.extendedKeyUsage, der.sequence(...oids.map(der.objectIdentifier)))]),
  ];
}

function alternativeNames({ der: { alternativeNames: names } }: CertificateRequest): Buffer[] {
  return names === undefined ? [] : [extension(OID.subjectAlternativeName, Buffer.from(names))];
}

/** Returns the reason why the requester does not hold the key of its request, in words of Go's `crypto/x509`; undefined if it does. */
function signatureProblem({ der: { publicKey, signed, signature, algorithm } }: CertificateRequest): string | undefined {
  const hash = Object.hasOwn(HASHES, algorithm) ? HASHES[algorithm] : undefined;
  const key = hash === undefined ? undefined : readKey(publicKey);
  if (hash === undefined || key === undefined) return 'x509: cannot verify signature: algorithm unimplemented';
  return verify(hash, signed, key, signature) ? undefined : 'x509: signature verification failure';
}

function readKey(publicKey: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(publicKey), type: 'spki', format: 'der' });
  } catch {
    // OpenSSL knows no such key.
    return undefined;
  }
}
