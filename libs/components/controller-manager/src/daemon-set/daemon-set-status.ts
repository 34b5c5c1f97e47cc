import { type DaemonSet, type DaemonSetStatus, podAvailable, podReady } from '@klockwork/resources';
import { type DaemonNode, isOfRevision } from './daemon-set-view.ts';

/** Status of a DaemonSet on given nodes. Omits zeros like upstream. Models updateDaemonSetStatus of pkg/controller/daemon. */
export function daemonSetStatus(
  { metadata, spec, status }: DaemonSet,
  nodes: readonly DaemonNode[],
  hash: string,
  now: number,
): DaemonSetStatus {
  const daemonNodes = nodes.filter(({ placement }) => placement === 'run');
  const firsts = daemonNodes.flatMap(({ pods }) => pods[0] ?? []);
  const available = firsts.filter((pod) => podAvailable(pod, spec?.minReadySeconds ?? 0, now)).length;
  const omitted = {
    observedGeneration: metadata?.generation ?? 0,
    updatedNumberScheduled: firsts.filter((pod) => isOfRevision(pod, hash)).length,
    numberAvailable: available,
    numberUnavailable: daemonNodes.length - available,
    collisionCount: status?.collisionCount ?? 0,
  };
  return {
    currentNumberScheduled: firsts.length,
    numberMisscheduled: nodes.filter(({ placement, pods }) => placement !== 'run' && pods.length > 0).length,
    desiredNumberScheduled: daemonNodes.length,
    numberReady: firsts.filter(podReady).length,
    ...Object.fromEntries(Object.entries(omitted).filter(([, count]) => count > 0)),
  };
}
