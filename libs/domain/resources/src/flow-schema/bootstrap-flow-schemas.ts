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
    whole('exempt', 'exempt', 1, '', groups('system:masters')),
    whole('catch-all', 'catch-all', 10_000, 'ByUser', EVERYBODY),
    schema('probes', 'exempt', 2, '', {
      subjects: EVERYBODY,
      nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }],
    }),
    schema('system-leader-election', 'leader-election', 100, 'ByUser', {
      subjects: [...users('system:kube-controller-manager', 'system:kube-scheduler'), ...systemAccounts('*')],
      resourceRules: [LEASES],
    }),
    schema('endpoint-controller', 'workload-high', 150, 'ByUser', {
      subjects: [...users('system:kube-controller-manager'), ...systemAccounts('endpoint-controller', 'endpointslicemirroring-controller')],
      resourceRules: [lockRule('', ['endpoints'], ['*'])],
    }),
    schema('workload-leader-election', 'leader-election', 200, 'ByUser', {
      subjects: systemAccounts('*'),
      resourceRules: [lockRule('', ['endpoints', 'configmaps'], ['*']), LEASES],
    }),
    schema('system-node-high', 'node-high', 400, 'ByUser', {
      subjects: groups('system:nodes'),
      resourceRules: [
        { ...EVERYTHING, apiGroups: [''], resources: ['nodes', 'nodes/status'] },
        { verbs: ['*'], apiGroups: ['coordination.k8s.io'], resources: ['leases'], namespaces: ['*'] },
      ],
    }),
    whole('system-nodes', 'system', 500, 'ByUser', groups('system:nodes')),
    whole('kube-controller-manager', 'workload-high', 800, 'ByNamespace', users('system:kube-controller-manager')),
    whole('kube-scheduler', 'workload-high', 800, 'ByNamespace', users('system:kube-scheduler')),
    whole('kube-system-service-accounts', 'workload-high', 900, 'ByNamespace', systemAccounts('*')),
    whole('service-accounts', 'workload-low', 9_000, 'ByUser', groups('system:serviceaccounts')),
    whole('global-default', 'global-default', 9_900, 'ByUser', EVERYBODY),
  ];
}

/** Returns the required spec of a mandatory schema; undefined for other names. */
export function mandatoryFlowSchemaSpec(name: string): FlowSchema['spec'] {
  return MANDATORY.includes(name) ? bootstrapFlowSchemas().find(({ metadata }) => metadata?.name === name)?.spec : undefined;
}

/** Returns a schema for all requests of subjects. */
function whole(name: string, level: string, precedence: number, by: string, subjects: FlowSubject[]): FlowSchema {
  return schema(name, level, precedence, by, { subjects, resourceRules: [EVERYTHING], nonResourceRules: EVERY_URL });
}

function schema(name: string, level: string, matchingPrecedence: number, by: string, rule: FlowRule): FlowSchema {
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
