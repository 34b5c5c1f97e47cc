import type { ApiRequest, ClientCertificate } from '@klockwork/http-api';

const AUTHENTICATED = 'system:authenticated';
/** Groups of authenticated users: all are administrators. */
const ADMINISTRATORS = ['system:masters', AUTHENTICATED];

/** Identity of a user. Models `authentication.k8s.io/v1.UserInfo`. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Returns a user with credentials of this server. */
export function administrator(username: string): UserInfo {
  return { username, groups: ADMINISTRATORS };
}

const ACCOUNT = /^system:serviceaccount:([^:]+):[^:]+$/;

/** Returns the groups of a request's user by its credential; undefined if they follow from the name. */
export function givenGroups({
  certificate,
  impersonated,
}: Pick<ApiRequest, 'certificate' | 'impersonated'>): readonly string[] | undefined {
  if (impersonated !== undefined) return impersonated.groups;
  return typeof certificate === 'object' ? [...new Set([...certificate.organizations, AUTHENTICATED])] : undefined;
}

/** Returns the user of a client certificate. Models `CommonNameUserConversion` of `k8s.io/apiserver`. */
export function certificateUser(username: string, certificate: ClientCertificate): UserInfo {
  const extra = { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${certificate.sha256}`] };
  return { username, groups: givenGroups({ certificate }) ?? [], extra };
}

/** Returns the user of a request. A service account belongs to the groups of all accounts and of its namespace. */
export function userInfoOf(username: string): UserInfo {
  const groups = accountGroups(username);
  return groups === undefined ? administrator(username) : { username, groups };
}

/** Returns the groups of a service account; undefined for other users. */
export function accountGroups(username: string): readonly string[] | undefined {
  const namespace = ACCOUNT.exec(username)?.[1];
  return namespace === undefined ? undefined : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, AUTHENTICATED];
}
