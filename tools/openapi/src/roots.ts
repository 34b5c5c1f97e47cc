/** The definitions that are served: kinds, their lists, the bodies of subresources, and what every request may carry. */
export const ROOTS: readonly string[] = [
  ...withLists('core.v1', ['ConfigMap', 'Event', 'LimitRange', 'Namespace', 'Node', 'Pod', 'Secret', 'Service', 'ServiceAccount']),
  ...withLists('core.v1', ['PersistentVolume', 'PersistentVolumeClaim']),
  ...withLists('core.v1', ['Endpoints']),
  'core.v1.Binding',
  ...withLists('apps.v1', ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']),
  ...withLists('admissionregistration.v1', [
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
  ]),
  ...withLists('admissionregistration.v1', ['ValidatingWebhookConfiguration']),
  ...withLists('batch.v1', ['CronJob', 'Job']),
  ...withLists('coordination.v1', ['Lease']),
  ...withLists('discovery.v1', ['EndpointSlice']),
  ...withLists('events.v1', ['Event']),
  ...withLists('networking.v1', ['Ingress', 'IngressClass', 'IPAddress', 'NetworkPolicy', 'ServiceCIDR']),
  ...withLists('rbac.v1', ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']),
  ...withLists('storage.v1', ['CSIDriver', 'CSINode', 'CSIStorageCapacity', 'StorageClass', 'VolumeAttachment', 'VolumeAttributesClass']),
  ...withLists('certificates.v1', ['CertificateSigningRequest']),
  ...withLists('flowcontrol.v1', ['FlowSchema', 'PriorityLevelConfiguration']),
  'autoscaling.v1.Scale',
  'policy.v1.Eviction',
  'authentication.v1.SelfSubjectReview',
  'authentication.v1.TokenRequest',
  'authentication.v1.TokenReview',
  'authorization.v1.LocalSubjectAccessReview',
  'authorization.v1.SelfSubjectAccessReview',
  'authorization.v1.SelfSubjectRulesReview',
  'authorization.v1.SubjectAccessReview',
  'meta.v1.DeleteOptions',
  'meta.v1.Patch',
  'meta.v1.Status',
  'meta.v1.WatchEvent',
];

function withLists(group: string, kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) => [`${group}.${kind}`, `${group}.${kind}List`]);
}
