import { humanDuration, parseDuration, parseTime } from '@klockwork/api-machinery';
import { type Finding, objectText } from '@klockwork/event-store';
import type { ContainerStatus } from '@klockwork/kubernetes-types';
import type { Pod } from '@klockwork/resources';
import type { ClusterView, DiagnosisDraft, Subject } from '../subject.ts';
import { endFindings, endOf, endRevision } from './container-end.ts';
import { containerStatuses, exitRemedies, exitText } from './exit-text.ts';

const CRASH_LOOP = 'CrashLoopBackOff';

/** Explains a back-off by the container's termination, restart count, failed probe, and next start. */
export function diagnoseCrashLoop(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const pod = subject.object as Pod;
  const waiting = containerStatuses(pod).filter(({ state }) => state?.waiting?.reason === CRASH_LOOP);
  const [first] = waiting;
  if (subject.gone || first === undefined) return undefined;
  const endedState = endOf(first);
  const how = endedState === undefined ? '' : ` ${exitText(pod, first.name, endedState)}`;
  return {
    statement: `${objectText(subject.key)} is in ${CRASH_LOOP}: container ${first.name}${how}`,
    findings: waiting.flatMap((status) => [...endFindings(subject, view, status), ...nextTry(status, view.now)]),
    remedies: waiting.flatMap((status) => {
      const end = endOf(status);
      return end === undefined ? [] : exitRemedies(pod, status.name, end);
    }),
    revision: endRevision(subject, first),
  };
}

/** Explains restart number `restart` of a container, by the first status that counts so many. */
export function diagnoseRestart(subject: Subject, view: ClusterView, restart: number): Omit<DiagnosisDraft, 'statement'> | undefined {
  const shownEvent = subject.history.find(({ object }) =>
    containerStatuses(object as Pod).some(({ restartCount }) => restartCount >= restart),
  );
  const status = shownEvent && containerStatuses(shownEvent.object as Pod).find(({ restartCount }) => restartCount >= restart);
  const endedState = status && endOf(status);
  if (shownEvent === undefined || status === undefined || endedState === undefined) return undefined;
  const then = { ...subject, object: shownEvent.object };
  return {
    findings: [
      { text: `container ${status.name} ${exitText(shownEvent.object as Pod, status.name, endedState)}` },
      ...endFindings(then, view, status),
    ],
    remedies: [],
    revision: shownEvent.revision,
  };
}

/** The kubelet's back-off starts at the container's termination. */
function nextTry({ name, restartCount, state, lastState }: ContainerStatus, now: number): readonly Finding[] {
  const times = { text: `container ${name} was restarted ${restartCount} time${restartCount === 1 ? '' : 's'}` };
  const [, text] = /^back-off (\S+) /.exec(state?.waiting?.message ?? '') ?? [];
  const endTime = parseTime(lastState?.terminated?.finishedAt ?? '');
  const delay = text === undefined ? undefined : parseDuration(text);
  if (endTime === undefined || delay === undefined || 'problem' in delay) return [times];
  const at = endTime + delay.ms;
  const when = at > now ? `, in ${humanDuration(at - now)}` : '';
  return [{ text: `${times.text}; the next start is at ${new Date(at).toISOString().slice(11, 19)}${when}: the back-off is ${text}` }];
}
