import { defaultPullPolicy, invalidNameText, parseReference } from '@klockwork/images';
import type { LabTime } from '@klockwork/kernel';
import type { Container } from '@klockwork/kubernetes-types';
import { type BackOff, backOffEnds, nextBackOff } from './back-off.ts';
import { stopReplaced, withWantedImage } from './changed-container.ts';
import type { ContainerReport } from './container-runtime.ts';
import { graceSeconds } from './grace-seconds.ts';
import { hookOf } from './hooks/hook-target.ts';
import type { RecordAction } from './pod-action.ts';
import { podEvents } from './pod-events.ts';
import { type ContainerMemory, containerMemory, type Waiting, withContainer } from './pod-memory.ts';
import type { Draft, PodView } from './pod-view.ts';
import { failedProbe } from './probes/health.ts';
import { resizeContainer } from './resize/decide-resize.ts';
import { isRestarted } from './restart-policy.ts';
import { sayWaiting } from './say-waiting.ts';
import { stopContainer, waitForHook } from './stopping/stop-container.ts';
import { durationText, podText } from './text.ts';
import { stopUnhealthy } from './unhealthy-container.ts';

/** Time in ms that a failure (`Error`, `ErrImagePull`) is shown before its back-off: upstream's next sync follows about then. */
const FAILURE_SHOWN_MS = 1_000;
/** Interval in ms between a failed sync and the next one. Models `backOffPeriod` of `pkg/kubelet/kubelet.go`. */
const RESYNC_MS = 10_000;
/** Upper limit in ms of a wait for the end of a restart back-off. Models `resyncInterval`. */
const RESYNC_MS_MAX = 60_000;

/** Decides for one runnable container: start it, pull its image first, wait, or replace it after an image change. */
export function decideContainer(before: PodView, container: Container): Draft {
  const view = { ...before, memory: withWantedImage(before.memory, before.pod, container) };
  const known = containerMemory(view.memory, container.name);
  const { current } = known;
  if (current?.state === 'running') return decideRunning(view, container, known);
  const waiting = waitForHook(view, container.name);
  if (waiting !== undefined) return waiting;
  if (current !== undefined && !known.replaced) {
    if (!known.unhealthy && !isRestarted(view.pod, container, current)) return rest(view);
    const endsAt = restartEnds(view, known, current);
    if (view.now < endsAt) return waitToRestart(view, container, known, current.finishedAt ?? view.now, endsAt);
  }
  if (known.retryAt !== undefined && view.now < known.retryAt) return lookAgain(view, known.retryAt);
  if (known.imageReady) return start(view, container, known);
  if (known.pullFailure !== undefined) {
    const endsAt = known.pullFailure.at + (known.pullBackOff?.delayMs ?? 0);
    if (view.now < endsAt) return waitToPull(view, container, known, endsAt);
  }
  return obtainImage(view, container, known);
}

function decideRunning(view: PodView, container: Container, known: ContainerMemory): Draft {
  if (known.postStart === 'failed') return stopFailed(view, container);
  if (known.replaced) return stopReplaced(view, container);
  const failed = failedProbe(container, known);
  if (failed !== undefined) return stopUnhealthy(view, container, failed);
  return resizeContainer(view, container, known) ?? rest(view);
}

/** Stops a container whose postStart hook failed. */
function stopFailed(view: PodView, container: Container): Draft {
  const event = podEvents.killedByPostStart(container.name);
  return stopContainer(view, container, { graceMs: graceSeconds(view.pod) * 1_000, event, isItsTurn: true });
}

/**
 * Returns the earliest restart. After a failed probe the first restart counts from the previous attempt's end: upstream kills and starts in
 * one sync, whose statuses predate the kill.
 */
function restartEnds(view: PodView, { unhealthy, last, restartBackOff }: ContainerMemory, current: ContainerReport): LabTime {
  const failedAt = current.finishedAt ?? view.now;
  if (unhealthy && (last === undefined || failedAt >= backOffEnds(restartBackOff, last.finishedAt ?? 0))) return failedAt;
  return backOffEnds(restartBackOff, failedAt);
}

function rest({ memory }: PodView): Draft {
  return { memory, actions: [] };
}

function lookAgain({ memory }: PodView, at: LabTime): Draft {
  return { memory, actions: [], wakeAt: { at, timer: { name: 'pod-resync' } } };
}

function start(view: PodView, container: Container, known: ContainerMemory): Draft {
  const { name, image = '' } = container;
  const done = { imageReady: undefined, retryAt: undefined, replaced: undefined, unhealthy: undefined, stop: undefined };
  const postStart = hookOf(container, 'postStart') === undefined ? undefined : 'pending';
  return {
    memory: withContainer(view.memory, name, {
      ...done,
      work: 'starting',
      image,
      resources: container.resources ?? {},
      resizing: undefined,
      postStart,
      restartBackOff: backOffAfterStart(view, known),
    }),
    actions: [{ do: 'start-container', container: name, attempt: known.nextAttempt }],
  };
}

/** Each restart lengthens the back-off, except the first after a failed probe, because upstream's status then has no ended attempt. */
function backOffAfterStart(view: PodView, { current, last, unhealthy, restartBackOff }: ContainerMemory): BackOff | undefined {
  const ended = unhealthy ? last : current;
  return ended === undefined ? restartBackOff : nextBackOff(restartBackOff, ended.finishedAt ?? view.now, view.now);
}

/** Models `doBackOff` of `pkg/kubelet/kuberuntime/kuberuntime_manager.go`. */
function waitToRestart(view: PodView, container: Container, known: ContainerMemory, failedAt: LabTime, endsAt: LabTime): Draft {
  const shownUntil = failedAt + FAILURE_SHOWN_MS;
  if (view.now < shownUntil) return lookAgain(view, shownUntil);
  const delay = durationText(known.restartBackOff?.delayMs ?? 0);
  const message = `back-off ${delay} restarting failed container=${container.name} pod=${podText(view.pod)}`;
  const said = sayWaiting(view, container.name, {
    waiting: { reason: 'CrashLoopBackOff', message },
    events: [podEvents.restartBackOff(container.name, view.pod)],
    againMs: RESYNC_MS_MAX,
    until: endsAt,
  });
  return { ...said, wakeAt: { at: endsAt, timer: { name: 'crash-loop-back-off' } } };
}

function waitToPull(view: PodView, container: Container, known: ContainerMemory, endsAt: LabTime): Draft {
  const shownUntil = (known.pullFailure?.at ?? view.now) + FAILURE_SHOWN_MS;
  if (view.now < shownUntil) return lookAgain(view, shownUntil);
  const image = container.image ?? '';
  const waiting = { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}": ${known.pullFailure?.text}` };
  const events = [podEvents.pullBackOff(container.name, image), podEvents.failed(container.name, waiting.reason)];
  const said = sayWaiting(view, container.name, { waiting, events, againMs: RESYNC_MS, until: endsAt });
  return { ...said, wakeAt: { at: endsAt, timer: { name: 'image-pull-back-off' } } };
}

/** Models `EnsureImageExists` of `pkg/kubelet/images/image_manager.go`. */
function obtainImage(view: PodView, container: Container, known: ContainerMemory): Draft {
  const { name } = container;
  const image = container.image ?? '';
  if (parseReference(image) === undefined) return invalidName(view, container);
  const policy = container.imagePullPolicy ?? defaultPullPolicy(image);
  const isPresent = view.hasImage(image);
  if (isPresent && policy !== 'Always') {
    const draft = start(view, container, known);
    return { ...draft, actions: [podEvents.present(name, image, view.isStandIn?.(image)), ...draft.actions] };
  }
  if (policy === 'Never') return neverPull(view, container);
  return {
    memory: withContainer(view.memory, name, { work: 'pulling', image }),
    actions: [podEvents.pulling(name, image), { do: 'pull-image', container: name, image }],
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
function waitForUser(view: PodView, { name, image = '' }: Container, waiting: Waiting & { message: string }, event: RecordAction): Draft {
  const seen = { ...view, memory: withContainer(view.memory, name, { image }) };
  return sayWaiting(seen, name, { waiting, events: [event, podEvents.failed(name, waiting.reason)], againMs: RESYNC_MS });
}
