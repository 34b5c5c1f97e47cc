import { objectText } from '@klockwork/event-store';
import type { Pod } from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, type Subject, sinceRevision } from '../subject.ts';
import { endFindings } from './container-end.ts';
import { containerStatuses, exitRemedies, exitText } from './exit-text.ts';

/** Explains phase Failed by the kubelet's reason and each container with a nonzero exit code. Evictions have their own diagnosis. */
export function diagnoseFailed(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  const { phase, reason, message } = pod.status ?? {};
  if (phase !== 'Failed' || reason === 'Evicted') return undefined;
  const revision = sinceRevision(subject, (object) => (object as Pod).status?.phase === 'Failed');
  // Skips pods that failed after their deletion, which ended them.
  if (subject.history.find((event) => event.revision === revision)?.object.metadata?.deletionTimestamp !== undefined) return undefined;
  const ends = containerStatuses(pod).flatMap((status) => {
    const endedState = status.state?.terminated;
    return endedState === undefined || endedState.exitCode === 0 ? [] : [{ ...status, ended: endedState }];
  });
  const [first] = ends;
  const how =
    reason ?? (first === undefined ? 'no container reports how' : `container ${first.name} ${exitText(pod, first.name, first.ended)}`);
  return {
    statement: `${objectText(subject.key)} failed: ${message ? `${how}: ${message.trim()}` : how}`,
    findings: ends.flatMap((status, index) => [
      ...(index === 0 && reason === undefined ? [] : [{ text: `container ${status.name} ${exitText(pod, status.name, status.ended)}` }]),
      ...endFindings(subject, view, status),
    ]),
    remedies: ends.flatMap(({ name, ended }) => exitRemedies(pod, name, ended)),
    revision,
  };
}
