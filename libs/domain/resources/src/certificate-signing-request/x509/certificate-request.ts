import { decodeUtf8 } from '@klockwork/api-machinery';
import { decodeText } from '../../generic/base64.ts';
import { childrenOf, contentOf, DER, type DerElement, DerError, oidText, readDer } from './der.ts';
import { pemBlocks } from './pem.ts';

/** What is read of a request for a certificate: for whom it is. */
export interface CertificateRequest {
  readonly organizations: readonly string[];
}

/** A request, or why it is none in upstream's words. */
export type ReadRequest = { readonly request: CertificateRequest } | { readonly problem: string };

const ORGANIZATION = '2.5.4.10';

/**
 * Reads a PKCS#10 request: base64 of a PEM text. Its form is judged, its signature is not.
 * Models `ParseCSR` of `pkg/apis/certificates/helpers.go`.
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
 * Why base64 of a PEM text is no chain of certificates, or undefined; none is fine. Forms are judged, signatures are not.
 * Models `validateCertificate` of `pkg/apis/certificates/validation`.
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

/** What is signed, of `SEQUENCE { signed, algorithm, signature }`. */
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

/** The values of one attribute of a name: a sequence of sets of pairs. */
function valuesOf(name: DerElement | undefined, wanted: string): string[] {
  return childrenOf(name, DER.sequence)
    .flatMap((set) => childrenOf(set, DER.set))
    .flatMap((pair) => {
      const [oid, value] = childrenOf(pair, DER.sequence);
      const isWanted = oidText(contentOf(oid, DER.oid)) === wanted;
      return isWanted && value !== undefined ? [decodeUtf8(value.content)] : [];
    });
}
