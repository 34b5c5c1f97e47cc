import { type PersistentVolumeClaim, resources } from '@klockwork/resources';
import type { AdmissionRequest } from './admission.ts';

/** Returns the claim of a write to the main resource; undefined for any other request. */
export function claimOf({ resource, subresource, object }: AdmissionRequest): PersistentVolumeClaim | undefined {
  const { group, resource: claims } = resources.persistentVolumeClaims;
  const isClaim = resource.group === group && resource.resource === claims && subresource === '';
  return isClaim ? (object as PersistentVolumeClaim | undefined) : undefined;
}
