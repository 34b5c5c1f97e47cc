import { humanDuration, parseTime } from '@klockwork/api-machinery';
import { actorText, objectText } from '@klockwork/event-store';
import { type Node, nodeReady, type Pod, podPhaseTerminal, resources } from '@klockwork/resources';
import type { ClusterView, DiagnosisDraft, Subject } from '../subject.ts';

/** Explains a Terminating pod by grace period, node and finalizers. */
export function diagnoseTerminating(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  const { deletionTimestamp, finalizers = [] } = pod.metadata ?? {};
  if (subject.gone || deletionTimestamp === undefined) return undefined;
  const markedEvent = subject.history.find(({ object }) => object.metadata?.deletionTimestamp !== undefined);
  const revision = markedEvent?.revision ?? 0;
  const who =
    markedEvent === undefined ? '' : ` at ${new Date(markedEvent.at).toISOString().slice(11, 19)} by ${actorText(markedEvent.actor)}`;
  const { reason, remedies } = obstacleOf(pod, view, finalizers);
  return {
    statement: `${objectText(subject.key)} is Terminating: ${reason}`,
    findings: [{ text: `it was marked for deletion${who}`, revision }, { text: graceText(pod, view.now) }],
    remedies,
    revision,
  };
}

function obstacleOf(pod: Pod, view: ClusterView, finalizers: readonly string[]): { reason: string; remedies: readonly string[] } {
  const { name, namespace } = pod.metadata ?? {};
  const nodeName = pod.spec?.nodeName ?? '';
  const node = view.get<Node>(resources.nodes, { name: nodeName });
  const force = `kubectl delete pod ${name} -n ${namespace} --force --grace-period=0`;
  if (podPhaseTerminal(pod) && finalizers.length > 0) return heldByFinalizers(pod, finalizers);
  if (nodeName !== '' && (node === undefined || !nodeReady(node))) {
    const loss = node === undefined ? 'no longer exists' : 'is not Ready';
    const reason = `its node ${nodeName} ${loss}, and no kubelet confirms that its containers ended`;
    return { reason, remedies: [...(node === undefined ? [] : [`klockwork start-node ${nodeName}`]), force] };
  }
  if (finalizers.length > 0 && !(pod.status?.containerStatuses ?? []).some(({ state }) => state?.running !== undefined))
    return heldByFinalizers(pod, finalizers);
  return { reason: 'its containers have not ended yet', remedies: ['wait for the end of the grace period', force] };
}

function heldByFinalizers({ metadata }: Pod, finalizers: readonly string[]): { reason: string; remedies: readonly string[] } {
  const patch = `kubectl patch pod ${metadata?.name} -n ${metadata?.namespace} --type merge -p '{"metadata":{"finalizers":null}}'`;
  return {
    reason: `finalizers hold it: ${finalizers.join(', ')}`,
    remedies: [`the controller of a finalizer removes it; by hand: ${patch}`],
  };
}

function graceText({ metadata }: Pod, now: number): string {
  const { deletionTimestamp = '', deletionGracePeriodSeconds = 0 } = metadata ?? {};
  const left = (parseTime(deletionTimestamp) ?? now) - now;
  const when = left > 0 ? `${humanDuration(left)} are left` : 'it is over';
  return `the grace period is ${deletionGracePeriodSeconds}s, until ${deletionTimestamp.slice(11, 19)}: ${when}`;
}
