import type { InformerFactory } from '@klockwork/informers';
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  Namespace,
  PersistentVolume,
  PersistentVolumeClaim,
  PodDisruptionBudget,
  StorageClass,
  VolumeAttachment,
} from '@klockwork/kubernetes-types';
import { type ReplicaSet, type ReplicationController, resources, type Service, type StatefulSet } from '@klockwork/resources';
import type { SchedulingView } from '@klockwork/scheduling';

/** Returns the objects that a simulated scheduler reads, in the informers. */
export function schedulingObjects(informers: InformerFactory): SchedulingView {
  const claims = informers.informer<PersistentVolumeClaim>(resources.persistentVolumeClaims);
  const volumes = informers.informer<PersistentVolume>(resources.persistentVolumes);
  const classes = informers.informer<StorageClass>(resources.storageClasses);
  const csiNodes = informers.informer<CSINode>(resources.csiNodes);
  const csiDrivers = informers.informer<CSIDriver>(resources.csiDrivers);
  const capacities = informers.informer<CSIStorageCapacity>(resources.csiStorageCapacities);
  const attachments = informers.informer<VolumeAttachment>(resources.volumeAttachments);
  const budgets = informers.informer<PodDisruptionBudget>(resources.podDisruptionBudgets);
  const namespaces = informers.informer<Namespace>(resources.namespaces);
  const services = informers.informer<Service>(resources.services);
  const workloads = [resources.replicationControllers, resources.replicaSets, resources.statefulSets].map((kind) =>
    informers.informer<ReplicationController | ReplicaSet | StatefulSet>(kind),
  );
  return {
    claim: (namespace, name) => claims.get(namespace, name),
    volume: (name) => volumes.get('', name),
    volumes: () => volumes.list(),
    storageClass: (name) => classes.get('', name),
    csiNode: (name) => csiNodes.get('', name),
    csiDriver: (name) => csiDrivers.get('', name),
    storageCapacities: () => capacities.list(),
    volumeAttachments: () => attachments.list(),
    budgets: () => budgets.list(),
    namespaceLabels: (name) => namespaces.get('', name)?.metadata?.labels,
    services: (namespace) => services.list(namespace),
    workload: (kind, namespace, name) => workloads.find(({ resource }) => resource === kind)?.get(namespace, name),
  };
}
