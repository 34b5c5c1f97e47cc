import { resources } from '@klockwork/resources';
import type { Admission } from '../admission.ts';

/** Finalizers that protect volumes, claims and volume attributes classes, by resource. */
const FINALIZERS = new Map<string, string>([
  [resources.persistentVolumes.resource, 'kubernetes.io/pv-protection'],
  [resources.persistentVolumeClaims.resource, 'kubernetes.io/pvc-protection'],
  [resources.volumeAttributesClasses.resource, 'kubernetes.io/vac-protection'],
]);
const GROUPS = [resources.persistentVolumes.group, resources.volumeAttributesClasses.group];

/**
 * Adds finalizers to new volumes, claims and volume attributes classes; controllers remove them after use. Models
 * `plugin/pkg/admission/storage/storageobjectinuseprotection`.
 */
export const storageObjectInUseProtection: Admission = {
  name: 'StorageObjectInUseProtection',

  admit({ operation, resource, subresource, object }) {
    const finalizer = GROUPS.includes(resource.group) ? FINALIZERS.get(resource.resource) : undefined;
    if (operation !== 'CREATE' || subresource !== '' || finalizer === undefined || object === undefined) return;
    const finalizers = object.metadata?.finalizers ?? [];
    if (!finalizers.includes(finalizer)) object.metadata = { ...object.metadata, finalizers: [...finalizers, finalizer] };
  },
};
