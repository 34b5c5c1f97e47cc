import type { Pod } from '@klockwork/resources';
import type { AdmissionRequest } from './admission.ts';

/** Returns the pod of a write to the main resource; undefined for any other request. */
export function podOf({ resource, subresource, object }: AdmissionRequest): Pod | undefined {
  const isPod = resource.group === '' && resource.resource === 'pods' && subresource === '';
  return isPod ? (object as Pod | undefined) : undefined;
}

/** Returns the pod of a create; undefined for any other request. */
export function createdPod(request: AdmissionRequest): Pod | undefined {
  return request.operation === 'CREATE' ? podOf(request) : undefined;
}

/** Returns the pod of a resize; undefined for any other request. */
export function resizedPod({ resource, subresource, object }: AdmissionRequest): Pod | undefined {
  const isResize = resource.group === '' && resource.resource === 'pods' && subresource === 'resize';
  return isResize ? (object as Pod | undefined) : undefined;
}
