/** Groups of authenticated users: all are administrators. */
const ADMINISTRATORS = ['system:masters', 'system:authenticated'];

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

/** Returns the user of a request. A service account belongs to the groups of all accounts and of its namespace. */
export function userInfoOf(username: string): UserInfo {
  const namespace = ACCOUNT.exec(username)?.[1];
  if (namespace === undefined) return administrator(username);
  return { username, groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'] };
}
