const SERVICE_ACCOUNT = 'system:serviceaccount:';
const NODE = 'system:node:';

/** Returns a user's groups, by name. Users other than service accounts and nodes are administrators. */
export function groupsOf(user: string): readonly string[] {
  if (user.startsWith(NODE)) return ['system:nodes', 'system:authenticated'];
  if (!user.startsWith(SERVICE_ACCOUNT)) return ['system:masters', 'system:authenticated'];
  const [namespace] = user.slice(SERVICE_ACCOUNT.length).split(':');
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
}
