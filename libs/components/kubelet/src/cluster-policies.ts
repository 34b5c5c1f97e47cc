import type { Informers } from '@klockwork/informers';
import type { Namespace } from '@klockwork/kubernetes-types';
import type { PolicyPod, PolicyView } from '@klockwork/networking';
import { type NetworkPolicy, type Pod, resources } from '@klockwork/resources';

/** Network policies of the cluster, and what they look at of pods. */
export interface ClusterPolicies extends PolicyView {
  /** Pod of `pods/default/web`; undefined for pods of other processes, and for other objects. */
  pod(object: string): PolicyPod | undefined;
}

/** Returns the policies in the caches. `podOf` returns a pod of this process. */
export function clusterPolicies(informers: Informers, podOf: (namespace: string, name: string) => Pod | undefined): ClusterPolicies {
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

function policyPod({ metadata, spec }: Pod): PolicyPod {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const ports = containers.flatMap((container) =>
    (container.ports ?? []).map(({ name = '', protocol = 'TCP', containerPort }) => ({ name, protocol, port: containerPort })),
  );
  return { namespace: metadata?.namespace ?? '', labels: metadata?.labels ?? {}, ports };
}
