import { createHash, timingSafeEqual } from 'node:crypto';

/** Who may connect. There is no open broker. */
export type BrokerAuth = { readonly user: string; readonly password: string } | { readonly token: string };

/** What a client sends in CONNECT, as far as it is used. */
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

/** Whether the client knows the secret. How long the answer takes tells nothing about how nearly right a guess was. */
export function isAuthorized(auth: BrokerAuth, client: ConnectOptions): boolean {
  if ('token' in auth) return isSame(auth.token, client.auth_token);
  const [user, password] = [isSame(auth.user, client.user), isSame(auth.password, client.pass)];
  return user && password;
}

function isSame(expected: string, given: unknown): boolean {
  return timingSafeEqual(digest(expected), digest(typeof given === 'string' ? given : '')) && typeof given === 'string';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
