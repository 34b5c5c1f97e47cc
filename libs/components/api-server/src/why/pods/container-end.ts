import { parseTime } from '@klockwork/api-machinery';
import type { Finding, WholeEvent } from '@klockwork/event-store';
import type { ContainerStateTerminated, ContainerStatus } from '@klockwork/kubernetes-types';
import type { Pod } from '@klockwork/resources';
import type { ClusterView, Subject } from '../subject.ts';
import { containerStatuses } from './exit-text.ts';
import { type ProbeName, probeFailure } from './probe-findings.ts';

/** Timers that end a container → probe. */
const PROBE_TIMERS: Readonly<Record<string, ProbeName>> = { 'liveness-probe': 'Liveness', 'startup-probe': 'Startup' };

/** Returns how a container ended last; undefined during its first run. */
export function endOf({ state, lastState }: ContainerStatus): ContainerStateTerminated | undefined {
  return state?.terminated ?? lastState?.terminated;
}

/** Returns the first revision with a container's last termination. */
export function endRevision({ history }: Subject, status: ContainerStatus): number {
  return (endEvent(history, status) ?? history.at(-1))?.revision ?? 0;
}

/** Returns facts about a container's last termination: time, message, failed probe. */
export function endFindings(subject: Subject, view: ClusterView, status: ContainerStatus): readonly Finding[] {
  const endedState = endOf(status);
  const event = endEvent(subject.history, status);
  if (endedState === undefined) return [];
  const revision = event === undefined ? {} : { revision: event.revision };
  const message = endedState.message?.trim();
  return [
    {
      text: `container ${status.name} ended at ${endedState.finishedAt ?? 'an unknown time'}${runText(endedState)}`,
      ...revision,
    },
    ...(message ? [{ text: `termination message of ${status.name}: ${JSON.stringify(message)}` }] : []),
    ...endedByProbe(subject.object as Pod, status.name, view, event?.cause.timer),
  ];
}

function endEvent(history: readonly WholeEvent[], status: ContainerStatus): WholeEvent | undefined {
  const finishedAt = endOf(status)?.finishedAt;
  return history.find(({ object }) =>
    containerStatuses(object as Pod).some((one) => one.name === status.name && endOf(one)?.finishedAt === finishedAt),
  );
}

function runText({ startedAt, finishedAt }: ContainerStateTerminated): string {
  const [start, end] = [parseTime(startedAt ?? ''), parseTime(finishedAt ?? '')];
  return start === undefined || end === undefined ? '' : `, after ${Math.round((end - start) / 1_000)}s`;
}

/** Returns the failed probe whose timer ended the container. */
function endedByProbe(pod: Pod, container: string, view: ClusterView, timer: string | undefined): readonly Finding[] {
  const probe = PROBE_TIMERS[timer ?? ''];
  if (probe === undefined) return [];
  return [probeFailure(view, pod, container, probe) ?? { text: `the ${probe.toLowerCase()} probe of ${container} failed` }];
}
