import { defaultPullPolicy, invalidNameText, parseReference } from '@klockwork/images';
import type { LabTime } from '@klockwork/kernel';
import type { Container } from '@klockwork/kubernetes-types';
import { type BackOff, backOffEnds, nextBackOff } from './back-off.ts';
import { stopReplaced, withWantedImage } from './changed-container.ts';
import {
  changedHistory,
  type ExitedState,
  type PullFailure,
  type RunningState,
  type StoppingState,
  type WaitingReason,
  type WaitingState,
  withHistory,
} from './container-state.ts';
import { endedAttempt } from './container-transitions.ts';
import { graceSeconds } from './grace-seconds.ts';
import { hookOf } from './hooks/hook-target.ts';
import type { RecordAction } from './pod-action.ts';
import { podEvents } from './pod-events.ts';
import { containerState, withContainer } from './pod-state.ts';
import type { Draft, PodView } from './pod-view.ts';
import { failedProbe } from './probes/health.ts';
import { reportWaiting } from './report-waiting.ts';
import { resizeContainer } from './resize/decide-resize.ts';
import { isRestarted } from './restart-policy.ts';
import { stopContainer, waitForHook } from './stopping/stop-container.ts';
import { durationText, podText } from './text.ts';
import { stopUnhealthy } from './unhealthy-container.ts';

/** Time in ms that a failure (`Error`, `ErrImagePull`) is shown before its back-off: upstream's next sync follows about then. */
const FAILURE_SHOWN_MS = 1_000;
/** Interval in ms between a failed sync and the next one. Models `backOffPeriod` of `pkg/kubelet/kubelet.go`. */
const RESYNC_MS = 10_000;
/** Upper limit in ms of a wait for the end of a restart back-off. Models `resyncInterval`. */
const RESYNC_MS_MAX = 60_000;

/** Container without a process and without a pending call of the runtime. */
type IdleState = WaitingState | ExitedState;

/** Decides for one runnable container: start it, pull its image first, wait, or replace it after an image change. */
export function decideContainer(before: PodView, container: Container): Draft {
  const view = { ...before, state: withWantedImage(before.state, before.pod, container) };
  const current = containerState(view.state, container.name);
  switch (current.type) {
    case 'running':
    case 'stopping':
      return decideRunning(view, container, current);
    case 'exited':
      return decideExited(view, container, current);
    case 'waiting':
      return decideStart(view, container, current);
    case 'pulling':
    case 'starting':
      return rest(view);
  }
}

function decideRunning(view: PodView, container: Container, current: RunningState | StoppingState): Draft {
  if (current.postStartFailed) return stopFailed(view, container);
  if (current.replaced) return stopReplaced(view, container);
  const failedFatalProbe = failedProbe(container, current);
  if (failedFatalProbe !== undefined) return stopUnhealthy(view, container, current, failedFatalProbe);
  return resizeContainer(view, container, current) ?? rest(view);
}

/** Stops a container whose postStart hook failed. */
function stopFailed(view: PodView, container: Container): Draft {
  const event = podEvents.killedByPostStart(container.name);
  return stopContainer(view, container, { graceMs: graceSeconds(view.pod) * 1_000, event, isItsTurn: true });
}

function decideExited(view: PodView, container: Container, current: ExitedState): Draft {
  const hookWait = waitForHook(view, container.name);
  if (hookWait !== undefined) return hookWait;
  if (current.replaced) return decideStart(view, container, current);
  if (!current.unhealthy && !isRestarted(view.pod, container, current.report)) return rest(view);
  const endsAt = restartBackOffEnds(view, current);
  return view.now < endsAt ? waitToRestart(view, container, current, endsAt) : decideStart(view, container, current);
}

/**
 * Returns the earliest restart. After a failed probe the first restart counts from the previous attempt's end: upstream kills and starts in
 * one sync, whose statuses predate the kill.
 */
function restartBackOffEnds(view: PodView, { report, unhealthy, history }: ExitedState): LabTime {
  const { previous, restartBackOff } = history;
  const failedAt = report.finishedAt ?? view.now;
  if (unhealthy && (previous === undefined || failedAt >= backOffEnds(restartBackOff, previous.finishedAt ?? 0))) return failedAt;
  return backOffEnds(restartBackOff, failedAt);
}

/** Starts a container, or waits for its image or for the retry of its start. */
function decideStart(view: PodView, container: Container, current: IdleState): Draft {
  const { retryAt, isPulled, history } = current;
  if (retryAt !== undefined && view.now < retryAt) return decideAgain(view, retryAt);
  if (isPulled) return start(view, container, current);
  const { pullFailure } = history;
  if (pullFailure !== undefined && view.now < pullFailure.at + pullFailure.backOff.delayMs) return waitToPull(view, container, pullFailure);
  return obtainImage(view, container, current);
}

function rest({ state }: PodView): Draft {
  return { state, actions: [] };
}

function decideAgain({ state }: PodView, at: LabTime): Draft {
  return { state, actions: [], wakeAt: { at, timer: { name: 'pod-resync' } } };
}

function start(view: PodView, container: Container, current: IdleState): Draft {
  const { name, image = '', resources = {} } = container;
  return {
    state: withContainer(view.state, name, {
      type: 'starting',
      history: changedHistory(current.history, { image, restartBackOff: backOffAfterStart(view, current) }),
      resources,
      ...(current.type === 'exited' && { ended: current.report }),
      ...(hookOf(container, 'postStart') !== undefined && { postStart: 'pending' }),
    }),
    actions: [{ type: 'start-container', container: name, attempt: current.history.nextAttempt }],
  };
}

/** Each restart lengthens the back-off, except the first after a failed probe, because upstream's status then has no ended attempt. */
function backOffAfterStart(view: PodView, current: IdleState): BackOff | undefined {
  const { previous, restartBackOff } = current.history;
  if (current.type === 'waiting') return restartBackOff;
  const endedReport = current.unhealthy ? previous : current.report;
  return endedReport === undefined ? restartBackOff : nextBackOff(restartBackOff, endedReport.finishedAt ?? view.now, view.now);
}

/** Models `doBackOff` of `pkg/kubelet/kuberuntime/kuberuntime_manager.go`. */
function waitToRestart(view: PodView, { name }: Container, { report, history }: ExitedState, endsAt: LabTime): Draft {
  const shownUntil = (report.finishedAt ?? view.now) + FAILURE_SHOWN_MS;
  if (view.now < shownUntil) return decideAgain(view, shownUntil);
  const delay = durationText(history.restartBackOff?.delayMs ?? 0);
  const message = `back-off ${delay} restarting failed container=${name} pod=${podText(view.pod)}`;
  const draft = reportWaiting(view, name, {
    waiting: { reason: 'CrashLoopBackOff', message },
    events: [podEvents.restartBackOff(name, view.pod)],
    intervalMs: RESYNC_MS_MAX,
    until: endsAt,
  });
  return { ...draft, wakeAt: { at: endsAt, timer: { name: 'crash-loop-back-off' } } };
}

function waitToPull(view: PodView, { name, image = '' }: Container, failure: PullFailure): Draft {
  const shownUntil = failure.at + FAILURE_SHOWN_MS;
  if (view.now < shownUntil) return decideAgain(view, shownUntil);
  const endsAt = failure.at + failure.backOff.delayMs;
  const waiting = { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ${failure.text}` };
  const events = [podEvents.pullBackOff(name, image), podEvents.failed(name, waiting.reason)];
  const draft = reportWaiting(view, name, { waiting, events, intervalMs: RESYNC_MS, until: endsAt });
  return { ...draft, wakeAt: { at: endsAt, timer: { name: 'image-pull-back-off' } } };
}

/** Models `EnsureImageExists` of `pkg/kubelet/images/image_manager.go`. */
function obtainImage(view: PodView, container: Container, current: IdleState): Draft {
  const { name, image = '' } = container;
  if (parseReference(image) === undefined) return invalidName(view, container);
  const policy = container.imagePullPolicy ?? defaultPullPolicy(image);
  const isPresent = view.hasImage(image);
  if (isPresent && policy !== 'Always') {
    const draft = start(view, container, current);
    return { ...draft, actions: [podEvents.present(name, image, view.isStandIn?.(image)), ...draft.actions] };
  }
  if (policy === 'Never') return neverPull(view, container);
  const attempt = endedAttempt(current);
  const history = changedHistory(current.history, { image });
  return {
    state: withContainer(view.state, name, { type: 'pulling', history, ...(attempt && { ended: attempt }) }),
    actions: [podEvents.pulling(name, image), { type: 'pull-image', container: name, image }],
  };
}

function invalidName(view: PodView, container: Container): Draft {
  const waiting = { reason: 'InvalidImageName', message: invalidNameText(container.image ?? '') };
  return waitForUser(view, container, waiting, podEvents.inspectFailed(container.name, waiting.message));
}

function neverPull(view: PodView, container: Container): Draft {
  const waiting = { reason: 'ErrImageNeverPull', message: `Container image "${container.image}" is not present with pull policy of Never` };
  return waitForUser(view, container, waiting, podEvents.neverPull(container.name, waiting.message));
}

/** Waits for a change of the pod or the node by a user. */
function waitForUser(view: PodView, { name, image = '' }: Container, waiting: WaitingReason, event: RecordAction): Draft {
  const state = withContainer(view.state, name, withHistory(containerState(view.state, name), { image }));
  const events = [event, podEvents.failed(name, waiting.reason)];
  return reportWaiting({ ...view, state }, name, { waiting, events, intervalMs: RESYNC_MS });
}
