import { type Namespace, type Node, type Pod, podPhaseTerminal, resources, type Service } from '@klockwork/resources';
import { type NodeInfo, nodeInfo, placedPod, type SchedulingView } from '@klockwork/scheduling';
import { groupBy } from './group-by.ts';
import type { ClusterView } from './subject.ts';

/** Returns each node with its running pods, by name. */
export function clusterNodes(view: ClusterView): readonly NodeInfo[] {
  const pods = view.list<Pod>(resources.pods).filter((pod) => pod.spec?.nodeName && !podPhaseTerminal(pod));
  const byNode = groupBy(pods, ({ spec }) => spec?.nodeName ?? '');
  return view.list<Node>(resources.nodes).map((node) => nodeInfo(node, (byNode.get(node.metadata?.name ?? '') ?? []).map(placedPod)));
}

/** Returns the objects beside pods and nodes that scheduler filters read. */
export function schedulingView(view: ClusterView): SchedulingView {
  return {
    claim: (namespace, name) => view.get(resources.persistentVolumeClaims, { namespace, name }),
    volume: (name) => view.get(resources.persistentVolumes, { name }),
    volumes: () => view.list(resources.persistentVolumes),
    namespaceLabels: (name) => view.get<Namespace>(resources.namespaces, { name })?.metadata?.labels,
    budgets: () => view.list(resources.podDisruptionBudgets),
    storageClass: (name) => view.get(resources.storageClasses, { name }),
    csiNode: (name) => view.get(resources.csiNodes, { name }),
    csiDriver: (name) => view.get(resources.csiDrivers, { name }),
    storageCapacities: () => view.list(resources.csiStorageCapacities),
    volumeAttachments: () => view.list(resources.volumeAttachments),
    services: (namespace) => view.list<Service>(resources.services).filter(({ metadata }) => metadata?.namespace === namespace),
    workload: (kind, namespace, name) => view.get(kind, { namespace, name }),
  };
}
