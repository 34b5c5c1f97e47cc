import type { Container } from '@klockwork/kubernetes-types';
import { runningReport, stopOf } from '../container-state.ts';
import { withStop } from '../container-transitions.ts';
import type { PodAction, RecordAction, WakeAt } from '../pod-action.ts';
import { containerState, withContainer } from '../pod-state.ts';
import type { Draft, PodView } from '../pod-view.ts';
import { type ContainerStop, graceAfterHook, graceEnds, graceOfProcess } from './container-stop.ts';

/** Reason and conditions of a stop. */
export interface StopOrder {
  readonly graceMs: number;
  /** Event for the first request. */
  readonly event: RecordAction;
  /** True if all containers that must end first have ended. */
  readonly isItsTurn: boolean;
}

/**
 * Advances the stop of a running container: preStop hook, wait for other containers, runtime call. A shorter grace period restarts the
 * count, without repeating the hook. Models `killContainer` of `pkg/kubelet/kuberuntime/kuberuntime_container.go`.
 */
export function stopContainer(view: PodView, container: Container, order: StopOrder): Draft {
  const report = runningReport(containerState(view.state, container.name));
  if (report === undefined) return waitForHook(view, container.name) ?? { state: view.state, actions: [] };
  const start = begin(view, container, report.id, order);
  const current = containerState(start.state, container.name);
  const stop = stopOf(current) as ContainerStop;
  if (stop.isSent) return start;
  const left = graceAfterHook(stop, view.now);
  if (left === undefined) return { ...start, wakeAt: wakeAt(graceEnds(stop)) };
  const turnEnds = left.from + left.leftMs;
  if (!order.isItsTurn && view.now < turnEnds) return { ...start, wakeAt: wakeAt(turnEnds) };
  return {
    state: withContainer(start.state, container.name, withStop(current, { ...stop, isSent: true })),
    actions: [
      ...start.actions,
      { type: 'stop-container', container: container.name, id: report.id, graceMs: graceOfProcess(left, view.now) },
    ],
  };
}

/** True while a preStop hook is awaited, even if its process ended meanwhile. */
export function isHookWaitedFor({ state, now }: Pick<PodView, 'state' | 'now'>, name: string): boolean {
  const stop = stopOf(containerState(state, name));
  return stop !== undefined && graceAfterHook(stop, now) === undefined;
}

/** Awaits the hook of a container whose process ended; undefined if there is none. */
export function waitForHook(view: PodView, name: string): Draft | undefined {
  const stop = stopOf(containerState(view.state, name));
  if (stop === undefined || !isHookWaitedFor(view, name)) return undefined;
  return { state: view.state, actions: [], wakeAt: wakeAt(graceEnds(stop)) };
}

function begin({ state, now }: PodView, { name, lifecycle }: Container, id: string, { graceMs, event }: StopOrder): Draft {
  const current = containerState(state, name);
  const stop = stopOf(current);
  if (stop !== undefined) {
    if (stop.graceMs <= graceMs) return { state, actions: [] };
    return { state: withContainer(state, name, withStop(current, shortened(stop, now, graceMs))), actions: [] };
  }
  const hasHook = lifecycle?.preStop !== undefined && graceMs > 0;
  const hook: PodAction[] = hasHook ? [{ type: 'run-hook', container: name, id, hook: 'preStop' }] : [];
  const start: ContainerStop = { requestedAt: now, graceMs, ...(hasHook ? { preStop: {} } : {}) };
  return { state: withContainer(state, name, withStop(current, start)), actions: [event, ...hook] };
}

function shortened({ preStop }: ContainerStop, requestedAt: number, graceMs: number): ContainerStop {
  return { requestedAt, graceMs, ...(preStop === undefined ? {} : { preStop }) };
}

function wakeAt(at: number): WakeAt {
  return { at, timer: { name: 'termination-grace-period' } };
}
