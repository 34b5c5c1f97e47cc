import { asMilli, asNumber } from '@klockwork/api-machinery';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import { podRequests } from '@klockwork/resources';
import { admissionCheck, nodeInfo, placedPod } from '@klockwork/scheduling';
import { rejectionOf } from './admit-pod.ts';
import { isStaticPod } from './static-pod.ts';

/** Why a node does not grant what a pod asks for: not now (Deferred), or never (Infeasible). */
export interface ResizeRejection {
  readonly reason: 'Deferred' | 'Infeasible';
  readonly message: string;
}

/** What a node looks at when one of its pods asks for other resources. */
export interface ResizeView {
  /** As it is to be. */
  readonly pod: Pod;
  readonly node: Node;
  /** The other pods that take room, with what they were granted. */
  readonly others: readonly Pod[];
}

/** The verdict on a resize: undefined grants it. Models `canResizePod` of pkg/kubelet/allocation. */
export function judgeResize({ pod: asking, node, others }: ResizeView): ResizeRejection | undefined {
  // What it has now is not what it asks for.
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
