import { childrenOf, DER, DerError, readDer } from '../certificate-signing-request/x509/der.ts';
import { type PemBlock, pemBlocks } from '../certificate-signing-request/x509/pem.ts';

/** Search for a kind of block in a text, with Go's names for both. */
interface Search {
  readonly blocks: readonly PemBlock[];
  readonly isWanted: (type: string) => boolean;
  readonly what: string;
  readonly input: string;
  /** Message for a text with a single block of the other kind. */
  readonly swapped: { readonly is: (type: string) => boolean; readonly problem: string };
}

const isCertificate = (type: string) => type === 'CERTIFICATE';
const endsAsKey = (type: string) => type.endsWith('PRIVATE KEY');

/**
 * Returns Go's `tls.X509KeyPair` message for an invalid pair of PEM texts; undefined for a plausible one. Checks structure only, not that
 * the key belongs to the certificate.
 */
export function tlsPairProblem(certificate: string, key: string): string | undefined {
  const pair = {
    blocks: pemBlocks(certificate),
    isWanted: isCertificate,
    what: '"CERTIFICATE" PEM block',
    input: 'certificate',
    swapped: {
      is: endsAsKey,
      problem:
        'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    },
  };
  const keys = {
    blocks: pemBlocks(key),
    isWanted: (type: string) => type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY'),
    what: 'PEM block with type ending in "PRIVATE KEY"',
    input: 'key',
    swapped: { is: isCertificate, problem: 'tls: found a certificate rather than a key in the PEM for the private key' },
  };
  return missing(pair) ?? missing(keys) ?? certificateProblem(found(pair)) ?? keyProblem(found(keys));
}

function found({ blocks, isWanted }: Search): Uint8Array {
  return blocks.find(({ type }) => isWanted(type))?.bytes ?? new Uint8Array();
}

function missing({ blocks, isWanted, what, input, swapped }: Search): string | undefined {
  const types = blocks.map(({ type }) => type);
  const [only = ''] = types;
  if (types.some(isWanted)) return undefined;
  if (types.length === 0) return `tls: failed to find any PEM data in ${input} input`;
  if (types.length === 1 && swapped.is(only)) return swapped.problem;
  return `tls: failed to find ${what} in ${input} input after skipping PEM blocks of the following types: [${types.join(' ')}]`;
}

/** Models `x509.ParseCertificate`, of the outermost form. */
function certificateProblem(bytes: Uint8Array): string | undefined {
  if (!isSequence(bytes)) return 'x509: malformed certificate';
  const [signedElement] = childrenOf(readDer(bytes)[0], DER.sequence);
  return signedElement?.tag === DER.sequence ? undefined : 'x509: malformed tbs certificate';
}

function keyProblem(bytes: Uint8Array): string | undefined {
  return isSequence(bytes) ? undefined : 'tls: failed to parse private key';
}

/** Returns whether the bytes are a single, nonempty sequence. */
function isSequence(bytes: Uint8Array): boolean {
  try {
    const [whole, ...trailing] = readDer(bytes);
    return trailing.length === 0 && childrenOf(whole, DER.sequence).length > 0;
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}
