import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { ClientCertificate } from '@klockwork/http-api';
import { connectionOf } from '../either-protocol.ts';

/** User of a connection by its client certificate. */
export interface CertificateUser {
  /** Common name. */
  readonly user: string;
  readonly certificate: ClientCertificate;
}

/** Users of connections, read at the first request of each. */
const users = new WeakMap<object, CertificateUser | 'invalid' | 'none'>();

/**
 * Returns the user of a request by the certificate of its connection: `none` without certificate or common name, `invalid` if no trusted authority
 * signed it for clients, or outside its validity. Models `k8s.io/apiserver/pkg/authentication/request/x509`.
 */
export function certificateUserOf(request: IncomingMessage): CertificateUser | 'invalid' | 'none' {
  const connection = connectionOf(request);
  const known = users.get(connection);
  if (known !== undefined) return known;
  const user = userOf(request.socket);
  users.set(connection, user);
  return user;
}

function userOf(socket: IncomingMessage['socket']): CertificateUser | 'invalid' | 'none' {
  if (!(socket instanceof TLSSocket) && !('getPeerCertificate' in socket)) return 'none';
  const { authorized } = socket as TLSSocket;
  const { raw, subject } = (socket as TLSSocket).getPeerCertificate();
  if (raw === undefined) return 'none';
  if (!authorized) return 'invalid';
  const user = textsOf(subject.CN).at(-1);
  const sha256 = createHash('sha256').update(raw).digest('hex');
  return user ? { user, certificate: { organizations: textsOf(subject.O), sha256 } } : 'none';
}

function textsOf(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}
