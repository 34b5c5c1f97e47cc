/** Role of a namespace, with its subjects. */
export interface NamespaceRole {
  readonly namespace: string;
  readonly name: string;
  /** Rules in the format of CLUSTER_ROLES. */
  readonly rules: readonly string[];
  /** Name of the binding, by default the role's. */
  readonly binding?: string;
  /** `Kind:name`. */
  readonly subjects: readonly string[];
}

const MANAGER = 'system::leader-locking-kube-controller-manager';
const SCHEDULER = 'system::leader-locking-kube-scheduler';

/** Roles of a new cluster's system namespaces. Facts of `bootstrappolicy/namespace_policy.go` of 1.35. */
export const NAMESPACE_ROLES: readonly NamespaceRole[] = [
  {
    namespace: 'kube-system',
    name: 'extension-apiserver-authentication-reader',
    rules: ['read core configmaps=extension-apiserver-authentication'],
    binding: 'system::extension-apiserver-authentication-reader',
    subjects: ['User:system:kube-controller-manager', 'User:system:kube-scheduler'],
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:bootstrap-signer',
    rules: ['read core secrets'],
    subjects: ['ServiceAccount:kube-system/bootstrap-signer'],
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:cloud-provider',
    rules: ['create,get,list,watch core configmaps'],
    subjects: ['ServiceAccount:kube-system/cloud-provider'],
  },
  {
    namespace: 'kube-system',
    name: 'system:controller:token-cleaner',
    rules: ['delete,get,list,watch core secrets', 'events'],
    subjects: ['ServiceAccount:kube-system/token-cleaner'],
  },
  {
    namespace: 'kube-system',
    name: MANAGER,
    rules: ['watch core configmaps', 'get,update core configmaps=kube-controller-manager'],
    subjects: ['User:system:kube-controller-manager', 'ServiceAccount:kube-system/kube-controller-manager'],
  },
  {
    namespace: 'kube-system',
    name: SCHEDULER,
    rules: ['watch core configmaps', 'get,update core configmaps=kube-scheduler'],
    subjects: ['User:system:kube-scheduler', 'ServiceAccount:kube-system/kube-scheduler'],
  },
  {
    namespace: 'kube-public',
    name: 'system:controller:bootstrap-signer',
    rules: ['read core configmaps', 'update core configmaps=cluster-info', 'events'],
    subjects: ['ServiceAccount:kube-system/bootstrap-signer'],
  },
];
