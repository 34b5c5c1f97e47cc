import { createHash, timingSafeEqual } from 'node:crypto';
import type { UserPermissions } from './permissions.ts';

/** Credentials with which clients may connect. There is no open broker. A user without permissions may do anything. */
export type BrokerAuth = BrokerUser | { readonly token: string } | { readonly users: readonly BrokerUser[] };

/** A user of the broker. */
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

/**
 * Returns the access of the client; undefined when it does not know a secret. The time that this takes does not depend on how nearly
 * right a guess was.
 */
export function accessOf(auth: BrokerAuth, client: ConnectOptions): Access | undefined {
  if ('token' in auth) return isSame(auth.token, client.auth_token) ? {} : undefined;
  const users = 'users' in auth ? auth.users : [auth];
  const found = users.filter(({ user, password }) => {
    const [isUser, isPassword] = [isSame(user, client.user), isSame(password, client.pass)];
    return isUser && isPassword;
  });
  return found[0];
}

function isSame(expected: string, given: unknown): boolean {
  return timingSafeEqual(digest(expected), digest(typeof given === 'string' ? given : '')) && typeof given === 'string';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
