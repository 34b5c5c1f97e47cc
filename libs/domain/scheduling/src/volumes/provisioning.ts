import { asNumber, labelSelector } from '@klockwork/api-machinery';
import type { CSIStorageCapacity, Node, StorageClass } from '@klockwork/kubernetes-types';
import { classNameOf, type PersistentVolumeClaim } from '@klockwork/resources';
import type { StorageView } from './storage-view.ts';

/** Provisioner of classes with manually created volumes. */
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** Result of provisioning checks: node and class suit, do not suit, or capacity is missing. */
export type Provisioning = 'possible' | 'impossible' | 'too-large';

/** Decides by the class's provisioner, its allowed topologies, and the storage capacity. Models `checkVolumeProvisions`. */
export function provisioningOn(node: Node, claim: PersistentVolumeClaim, storage: StorageView): Provisioning {
  const storageClass = storage.storageClass(classNameOf(claim));
  const provisioner = storageClass?.provisioner ?? '';
  if (storageClass === undefined || provisioner === '' || provisioner === NO_PROVISIONER) return 'impossible';
  if (!isAllowed(node, storageClass)) return 'impossible';
  return hasCapacity(node, claim, storage) ? 'possible' : 'too-large';
}

/** Empty terms allow no node; no terms allow every node. Models `MatchTopologySelectorTerms`. */
function isAllowed({ metadata }: Node, { allowedTopologies = [] }: StorageClass): boolean {
  const terms = allowedTopologies.map(({ matchLabelExpressions = [] }) => matchLabelExpressions);
  return (
    terms.length === 0 ||
    terms.some((term) => term.length > 0 && term.every(({ key, values }) => values.includes(metadata?.labels?.[key] ?? '')))
  );
}

/** Capacity is known only for drivers that publish it. Models `hasEnoughCapacity`. */
function hasCapacity(node: Node, claim: PersistentVolumeClaim, storage: StorageView): boolean {
  const size = claim.spec?.resources?.requests?.storage;
  const className = classNameOf(claim);
  const driver = storage.csiDriver(storage.storageClass(className)?.provisioner ?? '');
  if (size === undefined || driver?.spec?.storageCapacity !== true) return true;
  return storage
    .storageCapacities()
    .some((capacity) => capacity.storageClassName === className && limitOf(capacity) >= asNumber(size) && reaches(capacity, node));
}

/** Returns bytes; without a capacity, nothing fits. */
function limitOf({ maximumVolumeSize, capacity }: CSIStorageCapacity): number {
  const limit = maximumVolumeSize ?? capacity;
  return limit === undefined ? -1 : asNumber(limit);
}

function reaches({ nodeTopology }: CSIStorageCapacity, { metadata }: Node): boolean {
  return labelSelector.tryFromObject(nodeTopology)?.matches(metadata?.labels) === true;
}
