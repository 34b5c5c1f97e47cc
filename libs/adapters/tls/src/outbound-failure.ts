import { OutboundError } from '@klockwork/http-api';

/** Fields of Node's errors of sockets and TLS. */
interface NetworkFailure extends Error {
  readonly code?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
  readonly cert?: { readonly subjectaltname?: string };
  readonly host?: string;
}

const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]);

const DIAL_FAILURES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
};

/** Returns a failed request with the message of Go's `net/http`. */
export function outboundFailure(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  return new OutboundError(messageOf(error as NetworkFailure));
}

function messageOf(error: NetworkFailure): string {
  const { code = '', address, port, hostname, message } = error;
  const dialed = DIAL_FAILURES[code];
  if (dialed !== undefined) return `dial tcp ${address}:${port}: connect: ${dialed}`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `dial tcp: lookup ${hostname}: no such host`;
  // Node's `socket hang up`: the peer closed before its answer.
  if (code === 'ECONNRESET' || code === 'EPIPE') return message === 'socket hang up' ? 'EOF' : 'read: connection reset by peer';
  if (UNKNOWN_AUTHORITY.has(code)) return unverified('certificate signed by unknown authority');
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return unverified('certificate has expired or is not yet valid');
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return unverified(wrongName(error));
  if (message.includes('wrong version number') || message.includes('packet length too long'))
    return 'http: server gave HTTP response to HTTPS client';
  if (code.startsWith('HPE_')) return 'net/http: malformed HTTP response';
  return message;
}

function unverified(problem: string): string {
  return `tls: failed to verify certificate: x509: ${problem}`;
}

function wrongName({ cert, host = '' }: NetworkFailure): string {
  const names = (cert?.subjectaltname ?? '').split(', ').filter((name) => name !== '');
  if (names.length === 0) return 'certificate relies on legacy Common Name field, use SANs instead';
  return `certificate is valid for ${names.map((name) => name.replace(/^[^:]+:/, '')).join(', ')}, not ${host}`;
}
