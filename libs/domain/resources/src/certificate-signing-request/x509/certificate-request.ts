import { decodeUtf8 } from '@klockwork/kernel';
import { decodeText } from '../../generic/base64.ts';
import { type AlternativeNames, alternativeNamesIn, NO_NAMES, parseAlternativeNames } from './alternative-names.ts';
import { childrenOf, contentOf, DER, type DerElement, DerError, oidText, readDer } from './der.ts';
import { pemBlocks } from './pem.ts';

/** Parsed certificate request. */
export interface CertificateRequest {
  readonly organizations: readonly string[];
  /** Subject's last common name; '' if absent. */
  readonly commonName: string;
  readonly alternativeNames: AlternativeNames;
  readonly der: RequestParts;
}

/** Encoded parts of a request, for its signer. */
export interface RequestParts {
  readonly subject: Uint8Array;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** Value of the extension `subjectAltName`; absent: none was requested. */
  readonly alternativeNames?: Uint8Array;
  /** Part that the requester signed. */
  readonly signed: Uint8Array;
  /** Object identifier of the signature's algorithm, in dotted numbers. */
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

/** Parsed request, or upstream's message for an invalid one. */
export type ReadRequest = { readonly request: CertificateRequest } | { readonly problem: string };

const ORGANIZATION = '2.5.4.10';
const COMMON_NAME = '2.5.4.3';

/**
 * Parses a PKCS#10 request: base64 of a PEM text. Validates its structure, not its signature. Models `ParseCSR` of
 * `pkg/apis/certificates/helpers.go`.
 */
export function readCertificateRequest(encodedRequest: string): ReadRequest {
  const [block] = pemBlocks(decodeText(encodedRequest));
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
export function certificateProblem(encodedCertificate: string | undefined): string | undefined {
  if (!encodedCertificate) return undefined;
  const blocks = pemBlocks(decodeText(encodedCertificate));
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
    childrenOf(signedStructure(bytes).signed, DER.sequence);
    return undefined;
  } catch (error) {
    if (error instanceof DerError) return error.message;
    throw error;
  }
}

interface SignedStructure {
  readonly signed: DerElement;
  readonly algorithm: DerElement[];
  readonly signature: Uint8Array;
}

/** Returns the parts of `SEQUENCE { signed, algorithm, signature }`. */
function signedStructure(bytes: Uint8Array): SignedStructure {
  const [whole, ...trailing] = readDer(bytes);
  const [signedElement, algorithm, signature] = childrenOf(whole, DER.sequence);
  if (trailing.length > 0) throw new DerError('asn1: syntax error: trailing data');
  contentOf(signedElement, DER.sequence);
  // The first byte of a bit string counts the unused bits of its last byte.
  const bits = { algorithm: childrenOf(algorithm, DER.sequence), signature: contentOf(signature, DER.bitString).subarray(1) };
  return { signed: signedElement as DerElement, ...bits };
}

/** `SEQUENCE { version, subject, key { algorithm, bits }, attributes }`. */
function requestIn(bytes: Uint8Array): CertificateRequest {
  const { signed, algorithm, signature } = signedStructure(bytes);
  const [version, subject, key, attributes] = childrenOf(signed, DER.sequence);
  contentOf(version, DER.integer);
  const [keyAlgorithm, bits] = childrenOf(key, DER.sequence);
  childrenOf(keyAlgorithm, DER.sequence);
  contentOf(bits, DER.bitString);
  const names = attributes === undefined ? undefined : alternativeNamesIn(attributes);
  return {
    organizations: valuesOf(subject, ORGANIZATION),
    commonName: valuesOf(subject, COMMON_NAME).at(-1) ?? '',
    alternativeNames: names === undefined ? NO_NAMES : parseAlternativeNames(names),
    der: {
      subject: (subject as DerElement).whole,
      publicKey: (key as DerElement).whole,
      ...(names !== undefined && { alternativeNames: names }),
      signed: signed.whole,
      algorithm: oidText(contentOf(algorithm[0], DER.oid)),
      signature,
    },
  };
}

/** Returns all values of a name attribute in a sequence of sets of pairs. */
function valuesOf(name: DerElement | undefined, wantedId: string): string[] {
  return childrenOf(name, DER.sequence)
    .flatMap((set) => childrenOf(set, DER.set))
    .flatMap((pair) => {
      const [oid, value] = childrenOf(pair, DER.sequence);
      const isWanted = oidText(contentOf(oid, DER.oid)) === wantedId;
      return isWanted && value !== undefined ? [decodeUtf8(value.content)] : [];
    });
}
