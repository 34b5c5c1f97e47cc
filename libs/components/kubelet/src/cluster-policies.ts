import type { Informers } from '@klockwork/informers';
import type { Namespace } from '@klockwork/kubernetes-types';
import { type NetworkPolicy, type NodePolicies, type Pod, policyPod, resources } from '@klockwork/resources';

/** Returns the policies in the caches. `podOf` returns a pod of this process. */
export function clusterPolicies(informers: Informers, podOf: (namespace: string, name: string) => Pod | undefined): NodePolicies {
  const policies = informers.informer<NetworkPolicy>(resources.networkPolicies);
  const namespaces = informers.informer<Namespace>(resources.namespaces);
  return {
    policies: (namespace) => policies.list(namespace),
    labelsOfNamespace: (name) => namespaces.get('', name)?.metadata?.labels,
    pod(object) {
      const [resource, namespace = '', name = ''] = object.split('/');
      const pod = resource === 'pods' ? podOf(namespace, name) : undefined;
      return pod && policyPod(pod);
    },
  };
}
