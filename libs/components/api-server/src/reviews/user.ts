/** The groups of who is known: there is no one else than the administrator. */
const ADMINISTRATORS = ['system:masters', 'system:authenticated'];

/** Who somebody is. Models `authentication.k8s.io/v1.UserInfo`. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Who has the credentials of this server. */
export function administrator(username: string): UserInfo {
  return { username, groups: ADMINISTRATORS };
}
