import { createHash, timingSafeEqual } from 'node:crypto';
import type { UserPermissions } from './permissions.ts';

/** Accepted credentials; a broker without credentials does not exist. Users without permissions are unrestricted. */
export type BrokerAuth = BrokerUser | { readonly token: string } | { readonly users: readonly BrokerUser[] };

/** Broker user. */
export interface BrokerUser {
  readonly user: string;
  readonly password: string;
  readonly permissions?: UserPermissions;
}

/** Used fields of a client's CONNECT. */
export interface ConnectOptions {
  readonly verbose?: boolean;
  readonly pedantic?: boolean;
  readonly echo?: boolean;
  readonly headers?: boolean;
  readonly no_responders?: boolean;
  readonly user?: string;
  readonly pass?: string;
  readonly auth_token?: string;
  readonly name?: string;
}

/** Permissions of a connected client. Without `permissions` all subjects are allowed. */
export interface Access {
  readonly permissions?: UserPermissions;
}

/** Returns the client's access; undefined for invalid credentials. Takes constant time, independent of the guess. */
export function accessOf(auth: BrokerAuth, client: ConnectOptions): Access | undefined {
  if ('token' in auth) return isSame(auth.token, client.auth_token) ? {} : undefined;
  const users = 'users' in auth ? auth.users : [auth];
  const matches = users.filter(({ user, password }) => {
    const [isUser, isPassword] = [isSame(user, client.user), isSame(password, client.pass)];
    return isUser && isPassword;
  });
  return matches[0];
}

function isSame(expected: string, given: unknown): boolean {
  return timingSafeEqual(digest(expected), digest(typeof given === 'string' ? given : '')) && typeof given === 'string';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
