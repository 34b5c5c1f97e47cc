import type { Node, Pod } from '@klockwork/kubernetes-types';
import { selects } from './filters/node-affinity/node-affinity.filter.ts';
import { untolerated } from './tolerations.ts';

/** What becomes of a DaemonSet's pod and a node: it is made there, or stays if it is there, or goes. */
export type DaemonPlacement = 'run' | 'keep' | 'leave';

/**
 * Whether a DaemonSet whose pods are like `pod` is to have one on `node`. A taint that only keeps new pods away lets one stay.
 * Models `NodeShouldRunDaemonPod` of `pkg/controller/daemon/daemon_controller.go`.
 */
export function daemonPlacement(pod: Pod, node: Node): DaemonPlacement {
  const named = pod.spec?.nodeName ?? '';
  if ((named !== '' && named !== node.metadata?.name) || !selects(pod, node)) return 'leave';
  const { tolerations } = pod.spec ?? {};
  if (untolerated(node.spec?.taints, tolerations, ['NoExecute', 'NoSchedule']).length === 0) return 'run';
  return untolerated(node.spec?.taints, tolerations, ['NoExecute']).length === 0 ? 'keep' : 'leave';
}
