import { type PersistentVolumeClaim, resources } from '@klockwork/resources';
import type { AdmissionRequest } from './admission.ts';

/** The draft of a claim that is being written itself, not by a subresource; undefined for any other request. */
export function claimOf({ resource, subresource, object }: AdmissionRequest): PersistentVolumeClaim | undefined {
  const { group, resource: claims } = resources.persistentVolumeClaims;
  const isClaim = resource.group === group && resource.resource === claims && subresource === '';
  return isClaim ? (object as PersistentVolumeClaim | undefined) : undefined;
}
