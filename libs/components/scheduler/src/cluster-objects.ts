import type { Labels } from '@klockwork/api-machinery';
import type { Source } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import type { CSIDriver, CSINode, CSIStorageCapacity, Namespace, PodDisruptionBudget, VolumeAttachment } from '@klockwork/kubernetes-types';
import {
  type PersistentVolume,
  type PersistentVolumeClaim,
  type ReplicaSet,
  type ReplicationController,
  type ResourceRef,
  resources,
  type Service,
  type StatefulSet,
  type StorageClass,
} from '@klockwork/resources';
import type { SchedulingView } from '@klockwork/scheduling';

type Workload = ReplicationController | ReplicaSet | StatefulSet;

const WORKLOADS: readonly ResourceRef[] = [resources.replicationControllers, resources.replicaSets, resources.statefulSets];

/** Objects beside pods and nodes that decide where a pod fits, in the informers. */
export class ClusterObjects implements SchedulingView {
  readonly claims: Informer<PersistentVolumeClaim>;
  readonly persistentVolumes: Informer<PersistentVolume>;
  readonly classes: Informer<StorageClass>;
  readonly namespaces: Informer<Namespace>;
  readonly csiNodes: Informer<CSINode>;
  readonly csiDrivers: Informer<CSIDriver>;
  readonly capacities: Informer<CSIStorageCapacity>;
  readonly attachments: Informer<VolumeAttachment>;
  readonly #budgets: Informer<PodDisruptionBudget>;
  readonly #services: Informer<Service>;
  readonly #workloads: ReadonlyMap<ResourceRef, Informer<Workload>>;

  constructor(informers: InformerFactory) {
    this.claims = informers.informer<PersistentVolumeClaim>(resources.persistentVolumeClaims);
    this.persistentVolumes = informers.informer<PersistentVolume>(resources.persistentVolumes);
    this.classes = informers.informer<StorageClass>(resources.storageClasses);
    this.namespaces = informers.informer<Namespace>(resources.namespaces);
    this.csiNodes = informers.informer<CSINode>(resources.csiNodes);
    this.csiDrivers = informers.informer<CSIDriver>(resources.csiDrivers);
    this.capacities = informers.informer<CSIStorageCapacity>(resources.csiStorageCapacities);
    this.attachments = informers.informer<VolumeAttachment>(resources.volumeAttachments);
    this.#budgets = informers.informer<PodDisruptionBudget>(resources.podDisruptionBudgets);
    this.#services = informers.informer<Service>(resources.services);
    this.#workloads = new Map(WORKLOADS.map((kind) => [kind, informers.informer<Workload>(kind)]));
  }

  /** Returns sources of changes that may help pods which wait for storage. `keys` returns the keys for such a change. */
  storageSources(keys: (isHelpful: IsHelpful) => Source['keys']): Source[] {
    const present = [this.persistentVolumes, this.classes, this.csiNodes, this.capacities];
    const gone = [this.csiDrivers, this.attachments];
    return [
      ...present.map((informer) => ({ informer, keys: keys(isPresent) })),
      ...gone.map((informer) => ({ informer, keys: keys(isNotNew) })),
    ] as Source[];
  }

  claim(namespace: string, name: string): PersistentVolumeClaim | undefined {
    return this.claims.get(namespace, name);
  }

  volume(name: string): PersistentVolume | undefined {
    return this.persistentVolumes.get('', name);
  }

  volumes(): readonly PersistentVolume[] {
    return this.persistentVolumes.list();
  }

  storageClass(name: string): StorageClass | undefined {
    return this.classes.get('', name);
  }

  budgets(): readonly PodDisruptionBudget[] {
    return this.#budgets.list();
  }

  csiNode(name: string): CSINode | undefined {
    return this.csiNodes.get('', name);
  }

  csiDriver(name: string): CSIDriver | undefined {
    return this.csiDrivers.get('', name);
  }

  storageCapacities(): readonly CSIStorageCapacity[] {
    return this.capacities.list();
  }

  volumeAttachments(): readonly VolumeAttachment[] {
    return this.attachments.list();
  }

  services(namespace: string): readonly Service[] {
    return this.#services.list(namespace);
  }

  workload(kind: ResourceRef, namespace: string, name: string): Workload | undefined {
    return this.#workloads.get(kind)?.get(namespace, name);
  }

  namespaceLabels(name: string): Labels | undefined {
    return this.namespaces.get('', name)?.metadata?.labels;
  }
}

type IsHelpful = (notice: Notice) => boolean;

/** A new or changed object may help. */
const isPresent: IsHelpful = ({ change }) => change !== 'deleted';
/** A driver without published capacity, and an ended attachment, may help. */
const isNotNew: IsHelpful = ({ change }) => change !== 'added';
