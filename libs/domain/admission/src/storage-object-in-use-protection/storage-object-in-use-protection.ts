import { resources } from '@klockwork/resources';
import type { Admission } from '../admission.ts';

/** What holds back the deletion of volumes and claims, by the plural of their kind. */
const FINALIZERS = new Map<string, string>([
  [resources.persistentVolumes.resource, 'kubernetes.io/pv-protection'],
  [resources.persistentVolumeClaims.resource, 'kubernetes.io/pvc-protection'],
]);

/**
 * Marks new volumes and claims so that they stay while they are used; controllers take the mark away.
 * Models `plugin/pkg/admission/storage/storageobjectinuseprotection`.
 */
export const storageObjectInUseProtection: Admission = {
  name: 'StorageObjectInUseProtection',

  admit({ operation, resource, subresource, object }) {
    const finalizer = resource.group === '' ? FINALIZERS.get(resource.resource) : undefined;
    if (operation !== 'CREATE' || subresource !== '' || finalizer === undefined || object === undefined) return;
    const finalizers = object.metadata?.finalizers ?? [];
    if (!finalizers.includes(finalizer)) object.metadata = { ...object.metadata, finalizers: [...finalizers, finalizer] };
  },
};
