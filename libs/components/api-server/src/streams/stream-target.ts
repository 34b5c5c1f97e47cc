import { statusErrors } from '@klockwork/api-machinery';
import type { PortForwardRequest } from '@klockwork/cluster-api';
import type { Pod } from '@klockwork/kubernetes-types';
import { type ObjectCall, targetOf } from '../objects/object-call.ts';

/** Returns the pod of a stream. Throws NotFound. */
export function streamedPod(call: ObjectCall): Pod {
  return call.services.registry.get(targetOf(call)).object as Pod;
}

/** Returns the agent's request for a stream to the pod. Throws BadRequest for a pod without node. */
export function streamTarget({ metadata = {}, spec }: Pod, { services }: ObjectCall): PortForwardRequest {
  const { namespace = '', name: pod = '', uid = '' } = metadata;
  const node = spec?.nodeName ?? '';
  if (node === '') throw statusErrors.badRequest(`pod ${pod} does not have a host assigned`);
  return { session: services.random.uuid(), node, namespace, pod, uid };
}
