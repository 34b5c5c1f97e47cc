import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import { type Namespace, resources } from '@klockwork/resources';

/** Creates a missing `default` ServiceAccount, except in terminating namespaces. */
export function reconcileServiceAccount(namespace: Namespace, exists: boolean): Plan {
  if (exists || namespace.metadata?.deletionTimestamp !== undefined) return NOTHING;
  const object = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { namespace: namespace.metadata?.name as string, name: 'default' } };
  return { stages: [[{ type: 'create', resource: resources.serviceAccounts, object, tolerate: ['AlreadyExists'] }]] };
}
