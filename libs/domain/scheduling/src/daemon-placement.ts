import type { Node, Pod } from '@klockwork/kubernetes-types';
import { selectsNode } from './filters/node-affinity/selects-node.ts';
import { untolerated } from './tolerations.ts';

/** Placement of a DaemonSet's pod on a node: create it, keep an existing one, or none. */
export type DaemonPlacement = 'run' | 'keep' | 'leave';

/**
 * Decides whether `node` gets a DaemonSet pod like `pod`. A NoSchedule taint keeps existing pods. Models `NodeShouldRunDaemonPod` of
 * `pkg/controller/daemon/daemon_controller.go`.
 */
export function daemonPlacement(pod: Pod, node: Node): DaemonPlacement {
  const nodeName = pod.spec?.nodeName ?? '';
  if ((nodeName !== '' && nodeName !== node.metadata?.name) || !selectsNode(pod, node)) return 'leave';
  const { tolerations } = pod.spec ?? {};
  if (untolerated(node.spec?.taints, tolerations, ['NoExecute', 'NoSchedule']).length === 0) return 'run';
  return untolerated(node.spec?.taints, tolerations, ['NoExecute']).length === 0 ? 'keep' : 'leave';
}
