import type { Pod } from '@klockwork/resources';
import type { AdmissionRequest } from './admission.ts';

/** The draft of a pod that is being written itself, not by a subresource; undefined for any other request. */
export function podOf({ resource, subresource, object }: AdmissionRequest): Pod | undefined {
  const isPod = resource.group === '' && resource.resource === 'pods' && subresource === '';
  return isPod ? (object as Pod | undefined) : undefined;
}

/** The draft of a pod that is being created; undefined for any other request. */
export function createdPod(request: AdmissionRequest): Pod | undefined {
  return request.operation === 'CREATE' ? podOf(request) : undefined;
}

/** The draft of a pod that is being resized; undefined for any other request. */
export function resizedPod({ resource, subresource, object }: AdmissionRequest): Pod | undefined {
  const isResize = resource.group === '' && resource.resource === 'pods' && subresource === 'resize';
  return isResize ? (object as Pod | undefined) : undefined;
}
