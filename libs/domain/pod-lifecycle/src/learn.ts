import type { LabTime } from '@klockwork/kernel';
import type { Probe } from '@klockwork/kubernetes-types';
import { nextBackOff } from './back-off.ts';
import type { ContainerReport } from './container-runtime.ts';
import { withHistory } from './container-state.ts';
import { afterFailedStart, afterPull, afterStart, withReport } from './container-transitions.ts';
import { type HookResult, learnHookResult } from './hooks/learn-hook.ts';
import type { LearnResult } from './learn-result.ts';
import { podEvents } from './pod-events.ts';
import { containerState, type PodState, withContainer } from './pod-state.ts';
import { learnProbeResult, learnProbeStart } from './probes/learn-probe.ts';
import type { ProbeAttempt } from './probes/probe-due.ts';
import type { ProbeOutcome } from './probes/probe-outcome.ts';
import { learnResize, type ResizeFact } from './resize/learn-resize.ts';

/** Fact for the worker: result of an action, or change of a container. */
export type Fact =
  | { readonly type: 'sandbox-ready'; readonly id: string; readonly ip: string }
  | { readonly type: 'sandbox-failed'; readonly message: string }
  | { readonly type: 'sandbox-stopped' }
  | {
      readonly type: 'image-pulled';
      readonly container: string;
      readonly image: string;
      readonly sizeBytes: number;
      readonly pullMs: number;
      readonly totalMs: number;
      readonly isStandIn?: true;
    }
  | {
      readonly type: 'image-refused';
      readonly container: string;
      readonly image: string;
      readonly reason: string;
      readonly message: string;
    }
  | { readonly type: 'container-created'; readonly container: string }
  | { readonly type: 'container-started'; readonly container: string }
  | { readonly type: 'start-failed'; readonly container: string; readonly reason: string; readonly message: string }
  | { readonly type: 'container-changed'; readonly report: ContainerReport }
  | ResizeFact
  | ({ readonly type: 'hook-ended' } & HookResult)
  | ({ readonly type: 'probe-began' } & ProbeAttempt)
  | ({ readonly type: 'probed'; readonly probe: Probe; readonly outcome: ProbeOutcome } & ProbeAttempt);

/** Retry delay in ms after a failed sandbox or container start. */
const RETRY_MS = 10_000;

/** Records a fact. Facts may arrive late or twice: an old attempt never replaces a newer one. */
export function learn(state: PodState, fact: Fact, now: LabTime): LearnResult {
  switch (fact.type) {
    case 'sandbox-ready':
      return { state: { ...state, sandbox: { type: 'ready', id: fact.id, ip: fact.ip }, ip: fact.ip }, events: [] };
    case 'sandbox-failed':
      return {
        state: { ...state, sandbox: { type: 'failed', retryAt: now + RETRY_MS } },
        events: [podEvents.sandboxFailed(fact.message)],
      };
    case 'sandbox-stopped':
      return { state: { ...state, sandbox: { type: 'stopped' } }, events: [] };
    case 'image-pulled':
      return { state: learnPull(state, fact.container), events: [podEvents.pulled(fact.container, fact.image, fact)] };
    case 'image-refused':
      return learnRefusedPull(state, fact, now);
    case 'container-created':
      return { state, events: [podEvents.created(fact.container)] };
    case 'container-started':
      return { state: learnStarted(state, fact.container), events: [podEvents.started(fact.container)] };
    case 'start-failed':
      return { state: learnFailedStart(state, fact, now), events: [podEvents.failed(fact.container, fact.message)] };
    case 'container-changed':
      return { state: learnReport(state, fact.report), events: [] };
    case 'resize-judged':
    case 'container-resized':
    case 'resize-failed':
      return learnResize(state, fact, now);
    case 'hook-ended':
      return learnHookResult(state, fact, now);
    case 'probe-began':
      return { state: learnProbeStart(state, fact, now), events: [] };
    case 'probed':
      return learnProbeResult(state, fact, now);
  }
}

function learnPull(state: PodState, name: string): PodState {
  const container = withHistory(containerState(state, name), { pullFailure: undefined });
  return withContainer(state, name, container.type === 'pulling' ? afterPull(container, { isPulled: true }) : container);
}

function learnRefusedPull(state: PodState, fact: Fact & { type: 'image-refused' }, now: LabTime): LearnResult {
  const { container: name, image, reason, message } = fact;
  const before = containerState(state, name);
  const backOff = nextBackOff(before.history.pullFailure?.backOff, now, now);
  const pullFailure = { at: now, text: `${reason}: ${message}`, backOff };
  const container = withHistory(before, { pullFailure, waiting: { reason, message } });
  return {
    state: withContainer(state, name, container.type === 'pulling' ? afterPull(container) : container),
    events: [podEvents.pullFailed(name, image, message), podEvents.failed(name, reason)],
  };
}

/** A container counts as started after its postStart hook. */
function learnStarted(state: PodState, name: string): PodState {
  const container = containerState(state, name);
  if (container.type !== 'starting') return state;
  return withContainer(state, name, container.postStart === undefined ? afterStart(container) : { ...container, postStart: 'due' });
}

function learnFailedStart(state: PodState, { container: name, reason, message }: Fact & { type: 'start-failed' }, now: LabTime): PodState {
  const container = withHistory(containerState(state, name), { waiting: { reason, message } });
  return withContainer(state, name, container.type === 'starting' ? afterFailedStart(container, now + RETRY_MS) : container);
}

function learnReport(state: PodState, report: ContainerReport): PodState {
  const container = containerState(state, report.name);
  const next = withReport(container, report);
  return next === container ? state : withContainer(state, report.name, next);
}
