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
