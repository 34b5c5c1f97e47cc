import { decodeUtf8 } from '@klockwork/kernel';
import { decodeText } from '../../generic/base64.ts';
import { childrenOf, contentOf, DER, type DerElement, DerError, oidText, readDer } from './der.ts';
import { pemBlocks } from './pem.ts';

/** Parsed certificate request: its subject. */
export interface CertificateRequest {
  readonly organizations: readonly string[];
}

/** Parsed request, or upstream's message for an invalid one. */
export type ReadRequest = { readonly request: CertificateRequest } | { readonly problem: string };

const ORGANIZATION = '2.5.4.10';

/**
 * Parses a PKCS#10 request: base64 of a PEM text. Validates its structure, not its signature. Models `ParseCSR` of
 * `pkg/apis/certificates/helpers.go`.
 */
export function readCertificateRequest(encoded: string): ReadRequest {
  const [block] = pemBlocks(decodeText(encoded));
  if (block?.type !== 'CERTIFICATE REQUEST') return { problem: 'PEM block type must be CERTIFICATE REQUEST' };
  try {
    return { request: requestIn(block.bytes) };
  } catch (error) {
    if (error instanceof DerError) return { problem: error.message };
    throw error;
  }
}

/**
 * Returns the problem of a certificate chain in base64 of PEM; undefined if valid or absent. Validates structure, not signatures. Models
 * `validateCertificate` of `pkg/apis/certificates/validation`.
 */
export function certificateProblem(encoded: string | undefined): string | undefined {
  if (!encoded) return undefined;
  const blocks = pemBlocks(decodeText(encoded));
  if (blocks.length === 0) return 'must contain at least one CERTIFICATE PEM block';
  for (const { type, hasHeaders, bytes } of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found "${type}"`;
    if (hasHeaders) return 'no PEM block headers are permitted';
    const problem = signedProblem(bytes);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function signedProblem(bytes: Uint8Array): string | undefined {
  try {
    if (bytes.length === 0) return 'found CERTIFICATE PEM block containing 0 certificates';
    signedPart(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof DerError) return error.message;
    throw error;
  }
}

/** Returns the signed part of `SEQUENCE { signed, algorithm, signature }`. */
function signedPart(bytes: Uint8Array): DerElement[] {
  const [whole, ...trailing] = readDer(bytes);
  const [signed, algorithm, signature] = childrenOf(whole, DER.sequence);
  if (trailing.length > 0) throw new DerError('asn1: syntax error: trailing data');
  const parts = childrenOf(signed, DER.sequence);
  childrenOf(algorithm, DER.sequence);
  contentOf(signature, DER.bitString);
  return parts;
}

/** `SEQUENCE { version, subject, key { algorithm, bits }, attributes }`. */
function requestIn(bytes: Uint8Array): CertificateRequest {
  const [version, subject, key, attributes] = signedPart(bytes);
  contentOf(version, DER.integer);
  const [algorithm, bits] = childrenOf(key, DER.sequence);
  childrenOf(algorithm, DER.sequence);
  contentOf(bits, DER.bitString);
  if (attributes !== undefined) childrenOf(attributes, DER.attributes);
  return { organizations: valuesOf(subject, ORGANIZATION) };
}

/** Returns all values of a name attribute in a sequence of sets of pairs. */
function valuesOf(name: DerElement | undefined, wanted: string): string[] {
  return childrenOf(name, DER.sequence)
    .flatMap((set) => childrenOf(set, DER.set))
    .flatMap((pair) => {
      const [oid, value] = childrenOf(pair, DER.sequence);
      const isWanted = oidText(contentOf(oid, DER.oid)) === wanted;
      return isWanted && value !== undefined ? [decodeUtf8(value.content)] : [];
    });
}
