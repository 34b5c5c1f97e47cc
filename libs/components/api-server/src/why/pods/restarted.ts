import { objectText } from '@klockwork/event-store';
import { type Pod, podPhaseTerminal } from '@klockwork/resources';
import type { ClusterView, DiagnosisDraft, Subject } from '../subject.ts';
import { endFindings, endOf, endRevision } from './container-end.ts';
import { exitRemedies, exitText } from './exit-text.ts';

/** Explains a container's last restart in a running pod. Crash loops and phase Failed have their own diagnoses. */
export function diagnoseRestarted(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  if (subject.gone || podPhaseTerminal(pod)) return undefined;
  const restartedStatus = (pod.status?.containerStatuses ?? []).find(({ state, lastState }) => {
    if (state?.terminated !== undefined) return state.terminated.exitCode !== 0;
    return state?.running !== undefined && lastState?.terminated !== undefined;
  });
  const endedState = restartedStatus && endOf(restartedStatus);
  if (restartedStatus === undefined || endedState === undefined) return undefined;
  const { name, restartCount } = restartedStatus;
  const times = restartCount === 0 ? 'ended' : `was restarted ${restartCount} time${restartCount === 1 ? '' : 's'}`;
  return {
    statement: `${objectText(subject.key)}: container ${name} ${times}: it ${exitText(pod, name, endedState)}`,
    findings: endFindings(subject, view, restartedStatus),
    remedies: exitRemedies(pod, name, endedState),
    revision: endRevision(subject, restartedStatus),
  };
}
