import { actorText, objectText } from '@klockwork/event-store';
import { type Node, type Pod, podPhaseTerminal, resources } from '@klockwork/resources';
import type { ClusterView, DiagnosisDraft, Subject } from '../subject.ts';

/** Explains a node's spec.unschedulable by user, time, and remaining pods. */
export function diagnoseCordoned(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const { spec, metadata } = subject.object as Node;
  if (subject.gone || spec?.unschedulable !== true) return undefined;
  const cordonedEvent = subject.history.findLast(({ type }) => type === 'NodeCordoned') ?? subject.history[0];
  const name = metadata?.name ?? '';
  const pods = view.list<Pod>(resources.pods).filter((pod) => pod.spec?.nodeName === name && !podPhaseTerminal(pod));
  const who = cordonedEvent === undefined ? '' : ` by ${actorText(cordonedEvent.actor)} (${cordonedEvent.actor.user})`;
  const at = cordonedEvent === undefined ? '' : ` at ${new Date(cordonedEvent.at).toISOString().slice(11, 19)}`;
  return {
    statement: `${objectText(subject.key)} is cordoned${who}${at}`,
    findings: [
      { text: 'the scheduler gives it no new pods', ...(cordonedEvent && { revision: cordonedEvent.revision }) },
      { text: pods.length === 0 ? 'no pods are left on it' : `pods that are there stay until they are drained: ${countText(pods)}` },
    ],
    remedies: [`kubectl uncordon ${name}`],
    revision: cordonedEvent?.revision ?? 0,
  };
}

const NAMES_MAX = 5;

function countText(pods: readonly Pod[]): string {
  const names = pods.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`);
  const left = names.length - NAMES_MAX;
  return `${names.slice(0, NAMES_MAX).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}
