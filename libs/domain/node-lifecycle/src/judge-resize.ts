import { asMilli, asNumber } from '@klockwork/api-machinery';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import { podRequests } from '@klockwork/resources';
import { admissionCheck, nodeInfo, placedPod } from '@klockwork/scheduling';
import { rejectionOf } from './admit-pod.ts';
import { isStaticPod } from './static-pod.ts';

/** Refusal of a resize: Deferred (not now) or Infeasible (never). */
export interface ResizeRejection {
  readonly reason: 'Deferred' | 'Infeasible';
  readonly message: string;
}

/** Inputs of a resize decision. */
export interface ResizeView {
  /** Pod with desired resources. */
  readonly pod: Pod;
  readonly node: Node;
  /** Other active pods with allocated resources. */
  readonly others: readonly Pod[];
}

/** Decides on a resize: undefined allows it. Models `canResizePod` of pkg/kubelet/allocation. */
export function judgeResize({ pod: asking, node, others }: ResizeView): ResizeRejection | undefined {
  // Allocated resources in the status are excluded, as the desired ones matter.
  const { status: _, ...pod } = asking;
  if (isStaticPod(pod)) return { reason: 'Infeasible', message: 'In-place resize of static-pods is not supported' };
  const shortage = beyondCapacity(pod, node);
  if (shortage !== undefined) return { reason: 'Infeasible', message: `Node didn't have enough capacity: ${shortage}` };
  const [refusal] = admissionCheck(pod, nodeInfo(node, others.map(placedPod)), { isStatic: false });
  return refusal === undefined ? undefined : { reason: 'Deferred', message: rejectionOf(refusal).message };
}

function beyondCapacity(pod: Pod, { status }: Node): string | undefined {
  const requests = podRequests(pod);
  const room = status?.allocatable ?? {};
  const [memory, memoryRoom] = [asNumber(requests.memory ?? '0'), asNumber(room.memory ?? '0')];
  if (memory > memoryRoom) return `memory, requested: ${memory}, capacity: ${memoryRoom}`;
  const [cpu, cpuRoom] = [asMilli(requests.cpu ?? '0'), asMilli(room.cpu ?? '0')];
  return cpu > cpuRoom ? `cpu, requested: ${cpu}, capacity: ${cpuRoom}` : undefined;
}
