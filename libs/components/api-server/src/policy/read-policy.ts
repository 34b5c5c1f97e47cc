import { assert } from '@klockwork/kernel';
import type { PolicyRule, Subject } from '@klockwork/resources';

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const EVENTS = 'create,patch,update core,events.k8s.io events';
const VERBS: Readonly<Record<string, string>> = { read: 'get,list,watch', write: 'create,delete,deletecollection,patch,update' };

/** Reads a rule of the tables: `read apps,extensions replicasets`, `get core configmaps=cluster-info`, `get /healthz`, `events`. */
export function readRule(line: string): PolicyRule {
  const [verbs = '', second = '', third] = (line === 'events' ? EVENTS : line).split(' ');
  const verbList = (VERBS[verbs] ?? verbs).split(',');
  if (third === undefined) return { nonResourceURLs: second.split(','), verbs: verbList };
  const [resources = '', names] = third.split('=');
  return {
    apiGroups: second.split(',').map((group) => (group === 'core' ? '' : group)),
    ...(names === undefined ? {} : { resourceNames: names.split(',') }),
    resources: resources.split(','),
    verbs: verbList,
  };
}

/** Reads a subject of the tables: `User:system:kube-proxy`, `Group:system:masters`, `ServiceAccount:kube-system/kube-dns`. */
export function readSubject(text: string): Subject {
  const at = text.indexOf(':');
  const [kind, name] = [text.slice(0, at), text.slice(at + 1)];
  if (kind !== 'ServiceAccount') return { apiGroup: RBAC_GROUP, kind, name };
  const [namespace, account] = name.split('/');
  assert(account !== undefined, `${text} names an account and its namespace`);
  return { kind, name: account, namespace: namespace as string };
}
