import type { Labels } from '@klockwork/api-machinery';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import type { Namespace, PodDisruptionBudget } from '@klockwork/kubernetes-types';
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
  readonly #budgets: Informer<PodDisruptionBudget>;
  readonly #services: Informer<Service>;
  readonly #workloads: ReadonlyMap<ResourceRef, Informer<Workload>>;

  constructor(informers: InformerFactory) {
    this.claims = informers.informer<PersistentVolumeClaim>(resources.persistentVolumeClaims);
    this.persistentVolumes = informers.informer<PersistentVolume>(resources.persistentVolumes);
    this.classes = informers.informer<StorageClass>(resources.storageClasses);
    this.namespaces = informers.informer<Namespace>(resources.namespaces);
    this.#budgets = informers.informer<PodDisruptionBudget>(resources.podDisruptionBudgets);
    this.#services = informers.informer<Service>(resources.services);
    this.#workloads = new Map(WORKLOADS.map((kind) => [kind, informers.informer<Workload>(kind)]));
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

/** True if such a change of a volume or class may help a waiting pod. */
export function storageChangeMayHelp({ change }: Pick<Notice, 'change'>): boolean {
  return change !== 'deleted';
}
