const SERVICE_ACCOUNT = 'system:serviceaccount:';
const NODE = 'system:node:';

/** The groups somebody is in, by the name. Who is neither a service account nor a node is an administrator: there are no others. */
export function groupsOf(user: string): readonly string[] {
  if (user.startsWith(NODE)) return ['system:nodes', 'system:authenticated'];
  if (!user.startsWith(SERVICE_ACCOUNT)) return ['system:masters', 'system:authenticated'];
  const [namespace] = user.slice(SERVICE_ACCOUNT.length).split(':');
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
}
