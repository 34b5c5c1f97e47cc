import type { ResourceRef } from './kind.ts';

function ref(group: string, version: string, resource: string, kind: string, scope: 'namespaced' | 'cluster'): ResourceRef {
  return { group, version, resource, kind, namespaced: scope === 'namespaced' };
}

/** Where each served kind is found: `resources.pods`, `resources.deployments` … */
export const resources = {
  configMaps: ref('', 'v1', 'configmaps', 'ConfigMap', 'namespaced'),
  endpoints: ref('', 'v1', 'endpoints', 'Endpoints', 'namespaced'),
  events: ref('', 'v1', 'events', 'Event', 'namespaced'),
  limitRanges: ref('', 'v1', 'limitranges', 'LimitRange', 'namespaced'),
  namespaces: ref('', 'v1', 'namespaces', 'Namespace', 'cluster'),
  nodes: ref('', 'v1', 'nodes', 'Node', 'cluster'),
  persistentVolumeClaims: ref('', 'v1', 'persistentvolumeclaims', 'PersistentVolumeClaim', 'namespaced'),
  persistentVolumes: ref('', 'v1', 'persistentvolumes', 'PersistentVolume', 'cluster'),
  pods: ref('', 'v1', 'pods', 'Pod', 'namespaced'),
  podTemplates: ref('', 'v1', 'podtemplates', 'PodTemplate', 'namespaced'),
  replicationControllers: ref('', 'v1', 'replicationcontrollers', 'ReplicationController', 'namespaced'),
  resourceQuotas: ref('', 'v1', 'resourcequotas', 'ResourceQuota', 'namespaced'),
  secrets: ref('', 'v1', 'secrets', 'Secret', 'namespaced'),
  serviceAccounts: ref('', 'v1', 'serviceaccounts', 'ServiceAccount', 'namespaced'),
  services: ref('', 'v1', 'services', 'Service', 'namespaced'),
  controllerRevisions: ref('apps', 'v1', 'controllerrevisions', 'ControllerRevision', 'namespaced'),
  daemonSets: ref('apps', 'v1', 'daemonsets', 'DaemonSet', 'namespaced'),
  deployments: ref('apps', 'v1', 'deployments', 'Deployment', 'namespaced'),
  replicaSets: ref('apps', 'v1', 'replicasets', 'ReplicaSet', 'namespaced'),
  ingressClasses: ref('networking.k8s.io', 'v1', 'ingressclasses', 'IngressClass', 'cluster'),
  ingresses: ref('networking.k8s.io', 'v1', 'ingresses', 'Ingress', 'namespaced'),
  ipAddresses: ref('networking.k8s.io', 'v1', 'ipaddresses', 'IPAddress', 'cluster'),
  networkPolicies: ref('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy', 'namespaced'),
  serviceCidrs: ref('networking.k8s.io', 'v1', 'servicecidrs', 'ServiceCIDR', 'cluster'),
  storageClasses: ref('storage.k8s.io', 'v1', 'storageclasses', 'StorageClass', 'cluster'),
  statefulSets: ref('apps', 'v1', 'statefulsets', 'StatefulSet', 'namespaced'),
  cronJobs: ref('batch', 'v1', 'cronjobs', 'CronJob', 'namespaced'),
  jobs: ref('batch', 'v1', 'jobs', 'Job', 'namespaced'),
  leases: ref('coordination.k8s.io', 'v1', 'leases', 'Lease', 'namespaced'),
  endpointSlices: ref('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice', 'namespaced'),
  clusterRoles: ref('rbac.authorization.k8s.io', 'v1', 'clusterroles', 'ClusterRole', 'cluster'),
  clusterRoleBindings: ref('rbac.authorization.k8s.io', 'v1', 'clusterrolebindings', 'ClusterRoleBinding', 'cluster'),
  roles: ref('rbac.authorization.k8s.io', 'v1', 'roles', 'Role', 'namespaced'),
  roleBindings: ref('rbac.authorization.k8s.io', 'v1', 'rolebindings', 'RoleBinding', 'namespaced'),
  podDisruptionBudgets: ref('policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget', 'namespaced'),
  priorityClasses: ref('scheduling.k8s.io', 'v1', 'priorityclasses', 'PriorityClass', 'cluster'),
  runtimeClasses: ref('node.k8s.io', 'v1', 'runtimeclasses', 'RuntimeClass', 'cluster'),
  clocks: ref('klockwork.dev', 'v1alpha1', 'clocks', 'Clock', 'cluster'),
  images: ref('klockwork.dev', 'v1alpha1', 'images', 'Image', 'cluster'),
} as const satisfies Record<string, ResourceRef>;
