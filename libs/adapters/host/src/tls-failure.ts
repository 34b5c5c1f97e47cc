/** Fields of Node's TLS errors. */
interface TlsFailure extends Error {
  readonly code?: string;
  readonly host?: string;
  readonly cert?: { readonly subjectaltname?: string };
}

const UNKNOWN_AUTHORITY = 'certificate signed by unknown authority';
const EXPIRED = 'certificate has expired or is not yet valid';

/** Go's reason by Node's error code. */
const REASONS: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  CERT_SIGNATURE_FAILURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: EXPIRED,
};

/** Returns Go's message of a TLS error; undefined for another failure. */
export function tlsProblem(error: unknown): string | undefined {
  const { code = '', message = '', host = '', cert } = error as TlsFailure;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return unverified(wrongName(cert?.subjectaltname ?? '', host));
  const reason = REASONS[code];
  if (reason !== undefined) return unverified(reason);
  if (message.includes('wrong version number') || message.includes('packet length too long'))
    return 'http: server gave HTTP response to HTTPS client';
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') ? `remote error: tls: ${message}` : undefined;
}

function unverified(problem: string): string {
  return `tls: failed to verify certificate: x509: ${problem}`;
}

function wrongName(alternatives: string, host: string): string {
  const names = alternatives.split(', ').filter((name) => name !== '');
  if (names.length === 0) return 'certificate relies on legacy Common Name field, use SANs instead';
  return `certificate is valid for ${names.map((name) => name.replace(/^[^:]+:/, '')).join(', ')}, not ${host}`;
}
