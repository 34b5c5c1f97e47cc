import type { Container } from '@klockwork/kubernetes-types';
import type { PodAction, RecordAction, WakeAt } from '../pod-action.ts';
import { containerMemory, withContainer } from '../pod-memory.ts';
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
  const { current } = containerMemory(view.memory, container.name);
  if (current?.state !== 'running') return waitForHook(view, container.name) ?? { memory: view.memory, actions: [] };
  const begun = begin(view, container, current.id, order);
  const stop = containerMemory(begun.memory, container.name).stop as ContainerStop;
  if (stop.told) return begun;
  const left = graceAfterHook(stop, view.now);
  if (left === undefined) return { ...begun, wakeAt: wakeAt(graceEnds(stop)) };
  const turnEnds = left.from + left.leftMs;
  if (!order.isItsTurn && view.now < turnEnds) return { ...begun, wakeAt: wakeAt(turnEnds) };
  return {
    memory: withContainer(begun.memory, container.name, { stop: { ...stop, told: true } }),
    actions: [
      ...begun.actions,
      { do: 'stop-container', container: container.name, id: current.id, graceMs: graceOfProcess(left, view.now) },
    ],
  };
}

/** True while a preStop hook is awaited, even if its process ended meanwhile. */
export function isHookWaitedFor({ memory, now }: Pick<PodView, 'memory' | 'now'>, name: string): boolean {
  const { stop } = containerMemory(memory, name);
  return stop !== undefined && graceAfterHook(stop, now) === undefined;
}

/** Awaits the hook of a container whose process ended; undefined if there is none. */
export function waitForHook(view: PodView, name: string): Draft | undefined {
  const { stop } = containerMemory(view.memory, name);
  if (stop === undefined || !isHookWaitedFor(view, name)) return undefined;
  return { memory: view.memory, actions: [], wakeAt: wakeAt(graceEnds(stop)) };
}

function begin({ memory, now }: PodView, { name, lifecycle }: Container, id: string, { graceMs, event }: StopOrder): Draft {
  const { stop } = containerMemory(memory, name);
  if (stop !== undefined) {
    if (stop.graceMs <= graceMs) return { memory, actions: [] };
    return { memory: withContainer(memory, name, { stop: shortened(stop, now, graceMs) }), actions: [] };
  }
  const hasHook = lifecycle?.preStop !== undefined && graceMs > 0;
  const hook: PodAction[] = hasHook ? [{ do: 'run-hook', container: name, id, hook: 'preStop' }] : [];
  const begun: ContainerStop = { askedAt: now, graceMs, ...(hasHook ? { preStop: {} } : {}) };
  return { memory: withContainer(memory, name, { stop: begun }), actions: [event, ...hook] };
}

function shortened({ preStop }: ContainerStop, askedAt: number, graceMs: number): ContainerStop {
  return { askedAt, graceMs, ...(preStop === undefined ? {} : { preStop }) };
}

function wakeAt(at: number): WakeAt {
  return { at, timer: { name: 'termination-grace-period' } };
}
