import { AUTO_UPDATE, type FlowRule, type FlowSchema, type FlowSubject } from './flow-schema.ts';

type ResourceRule = NonNullable<FlowRule['resourceRules']>[number];

/** Names of the two mandatory schemas. Models `MandatoryFlowSchemas`. */
const MANDATORY = ['exempt', 'catch-all'];
const LOCK_VERBS = ['get', 'create', 'update'];
const EVERYTHING: ResourceRule = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] };
const EVERY_URL = [{ verbs: ['*'], nonResourceURLs: ['*'] }];
const EVERYBODY = groups('system:unauthenticated', 'system:authenticated');
const LEASES = lockRule('coordination.k8s.io', ['leases'], ['*']);

/**
 * Returns a new cluster's flow schemas: two mandatory and all suggested ones. Models
 * `k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go`.
 */
export function bootstrapFlowSchemas(): FlowSchema[] {
  return [
    whole('exempt', { level: 'exempt', precedence: 1, by: '' }, groups('system:masters')),
    whole('catch-all', { level: 'catch-all', precedence: 10_000, by: 'ByUser' }, EVERYBODY),
    schema(
      'probes',
      { level: 'exempt', precedence: 2, by: '' },
      {
        subjects: EVERYBODY,
        nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }],
      },
    ),
    schema(
      'system-leader-election',
      { level: 'leader-election', precedence: 100, by: 'ByUser' },
      {
        subjects: [...users('system:kube-controller-manager', 'system:kube-scheduler'), ...systemAccounts('*')],
        resourceRules: [LEASES],
      },
    ),
    schema(
      'endpoint-controller',
      { level: 'workload-high', precedence: 150, by: 'ByUser' },
      {
        subjects: [
          ...users('system:kube-controller-manager'),
          ...systemAccounts('endpoint-controller', 'endpointslicemirroring-controller'),
        ],
        resourceRules: [lockRule('', ['endpoints'], ['*'])],
      },
    ),
    schema(
      'workload-leader-election',
      { level: 'leader-election', precedence: 200, by: 'ByUser' },
      {
        subjects: systemAccounts('*'),
        resourceRules: [lockRule('', ['endpoints', 'configmaps'], ['*']), LEASES],
      },
    ),
    schema(
      'system-node-high',
      { level: 'node-high', precedence: 400, by: 'ByUser' },
      {
        subjects: groups('system:nodes'),
        resourceRules: [
          { ...EVERYTHING, apiGroups: [''], resources: ['nodes', 'nodes/status'] },
          { verbs: ['*'], apiGroups: ['coordination.k8s.io'], resources: ['leases'], namespaces: ['*'] },
        ],
      },
    ),
    whole('system-nodes', { level: 'system', precedence: 500, by: 'ByUser' }, groups('system:nodes')),
    whole(
      'kube-controller-manager',
      { level: 'workload-high', precedence: 800, by: 'ByNamespace' },
      users('system:kube-controller-manager'),
    ),
    whole('kube-scheduler', { level: 'workload-high', precedence: 800, by: 'ByNamespace' }, users('system:kube-scheduler')),
    whole('kube-system-service-accounts', { level: 'workload-high', precedence: 900, by: 'ByNamespace' }, systemAccounts('*')),
    whole('service-accounts', { level: 'workload-low', precedence: 9_000, by: 'ByUser' }, groups('system:serviceaccounts')),
    whole('global-default', { level: 'global-default', precedence: 9_900, by: 'ByUser' }, EVERYBODY),
  ];
}

/** Returns the required spec of a mandatory schema; undefined for other names. */
export function mandatoryFlowSchemaSpec(name: string): FlowSchema['spec'] {
  return MANDATORY.includes(name) ? bootstrapFlowSchemas().find(({ metadata }) => metadata?.name === name)?.spec : undefined;
}

/** Returns a schema for all requests of subjects. */
function whole(
  name: string,
  { level, precedence, by }: { readonly level: string; readonly precedence: number; readonly by: string },
  subjects: FlowSubject[],
): FlowSchema {
  return schema(name, { level, precedence, by }, { subjects, resourceRules: [EVERYTHING], nonResourceRules: EVERY_URL });
}

function schema(
  name: string,
  { level, precedence: matchingPrecedence, by }: { readonly level: string; readonly precedence: number; readonly by: string },
  rule: FlowRule,
): FlowSchema {
  const spec = { priorityLevelConfiguration: { name: level }, matchingPrecedence, ...(by && { distinguisherMethod: { type: by } }) };
  return { metadata: { name, annotations: { [AUTO_UPDATE]: 'true' } }, spec: { ...spec, rules: [rule] } };
}

/** Returns the rule for a lock holder's requests. */
function lockRule(group: string, resources: string[], namespaces: string[]): ResourceRule {
  return { verbs: LOCK_VERBS, apiGroups: [group], resources, namespaces };
}

function groups(...names: string[]): FlowSubject[] {
  return names.map((name) => ({ kind: 'Group', group: { name } }));
}

function users(...names: string[]): FlowSubject[] {
  return names.map((name) => ({ kind: 'User', user: { name } }));
}

function systemAccounts(...names: string[]): FlowSubject[] {
  return names.map((name) => ({ kind: 'ServiceAccount', serviceAccount: { name, namespace: 'kube-system' } }));
}
