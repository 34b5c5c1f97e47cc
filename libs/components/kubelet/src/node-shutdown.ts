import { type Cause, timerCause } from '@klockwork/event-store';
import type { Cancel, Clock, LabTime, TimerName } from '@klockwork/kernel';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import { SHUTDOWN_PERIODS, type ShutdownGroup, type ShutdownPeriods, shutdownGroups } from '@klockwork/node-lifecycle';
import type { PodEnding } from '@klockwork/pod-lifecycle';
import type { ActivePods } from './active-pods.ts';
import type { NodeEvents } from './node-events.ts';
import type { HealthListener } from './node-health.ts';

export interface ShutdownParts {
  readonly clock: Clock;
  readonly node: string;
  readonly pods: ActivePods;
  readonly events: NodeEvents;
  readonly health: Pick<HealthListener, 'shutdownChanged'>;
}

/** Annotation that shuts a Node down, with any value; its removal cancels the shutdown. */
const SHUTDOWN = 'klockwork.dev/shutdown';
const LOOK_MS = 1_000;
/** Upstream's Event messages. */
const DETECTED = 'Shutdown manager detected shutdown event';
const CANCELLED = 'Shutdown manager detected shutdown cancellation';
const MESSAGE = 'Pod was terminated in response to imminent node shutdown.';

/** Ends the pods of a node in order before its power-off. Models `pkg/kubelet/nodeshutdown/nodeshutdown_manager_linux.go`. */
export class NodeShutdown {
  readonly #parts: ShutdownParts;
  #isUnderWay = false;
  #cancel: Cancel | undefined;
  #stopped = false;
  /** Set at a final power-off, which cannot be cancelled. */
  #over: (() => void) | undefined;

  constructor(parts: ShutdownParts) {
    this.#parts = parts;
  }

  /** Handles a new version of the Node. */
  nodeChanged(node: Node): void {
    const wanted = node.metadata?.annotations?.[SHUTDOWN] !== undefined;
    if (this.#stopped || this.#over !== undefined || wanted === this.#isUnderWay) return;
    this.#isUnderWay = wanted;
    this.#cancel?.();
    const cause: Cause = { trigger: 'event', revision: Number(node.metadata?.resourceVersion ?? 0) };
    this.#announce(wanted ? DETECTED : CANCELLED, cause);
    if (wanted) this.#endGroups(shutdownGroups(this.#parts.pods.activePods(), SHUTDOWN_PERIODS), cause);
  }

  /** Starts a final shutdown; resolves after all pods ended, or after their periods. */
  begin(periods: ShutdownPeriods, cause: Cause): Promise<void> {
    return new Promise((resolve) => {
      this.#cancel?.();
      this.#over = resolve;
      if (!this.#isUnderWay) {
        this.#isUnderWay = true;
        this.#announce(DETECTED, cause);
      }
      this.#endGroups(shutdownGroups(this.#parts.pods.activePods(), periods), cause);
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#over?.();
  }

  #announce(message: string, cause: Cause): void {
    this.#parts.events.ofNode('Normal', 'NodeShutdown', message, cause);
    this.#parts.health.shutdownChanged(this.#isUnderWay, cause);
  }

  #endGroups([group, ...later]: readonly ShutdownGroup[], cause: Cause): void {
    if (group === undefined) return void this.#over?.();
    for (const pod of group.pods) this.#parts.pods.end(pod, endingOf(pod, group), cause);
    this.#await(group, later, this.#parts.clock.now() + group.graceSeconds * 1_000, cause);
  }

  /** Starts the next group after this group's end, at `deadline` at the latest. */
  #await(group: ShutdownGroup, later: readonly ShutdownGroup[], deadline: LabTime, cause: Cause): void {
    const { clock, node } = this.#parts;
    const timer: TimerName = { name: 'node-shutdown', object: `nodes/${node}` };
    this.#cancel = clock.at(clock.now() + LOOK_MS, timer, () => {
      const remaining = new Set(this.#parts.pods.activePods().map(({ metadata }) => metadata?.uid));
      const isGone = !group.pods.some(({ metadata }) => remaining.has(metadata?.uid));
      if (isGone || clock.now() >= deadline) this.#endGroups(later, timerCause(timer, cause));
      else this.#await(group, later, deadline, cause);
    });
  }
}

function endingOf({ spec }: Pod, { graceSeconds }: ShutdownGroup): PodEnding {
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message: MESSAGE } as const;
  const grace = Math.min(graceSeconds, Number(spec?.terminationGracePeriodSeconds ?? graceSeconds));
  return { reason: 'Terminated', message: MESSAGE, graceSeconds: grace, condition };
}
