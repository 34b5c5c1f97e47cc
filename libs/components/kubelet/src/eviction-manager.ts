import { type Cause, timerCause } from '@klockwork/event-store';
import { type Cancel, type Clock, type LabTime, nextWhole, type TimerName, wholeFrom } from '@klockwork/kernel';
import {
  decideEviction,
  type EvictionDecision,
  NO_EVICTIONS,
  type NodeUsage,
  observe,
  type Pressure,
  thresholdsOf,
  thresholdTexts,
} from '@klockwork/node-lifecycle';
import type { PodEnding } from '@klockwork/pod-lifecycle';
import type { Node, Pod } from 'kubernetes-types/core/v1';
import { versionOf } from './node-status-reporter.ts';

/** What an eviction manager works with. */
export interface EvictionParts {
  readonly clock: Clock;
  readonly node: string;
  readonly capacity: Readonly<Record<string, string>>;
  /** Nothing is known of what pods use without it. */
  readonly usage?: NodeUsage;
  /** The pods that take room. */
  pods(): readonly Pod[];
  evict(pod: Pod, ending: PodEnding, cause: Cause): void;
  /** The node tries to get something back. */
  reclaiming(what: string, cause: Cause): void;
  pressureChanged(pressure: readonly Pressure[]): void;
}

/** Upstream's evictionMonitoringPeriod: a node looks at itself at multiples of this, in ms of lab time. */
const LOOK_MS = 10_000;
/** How often it looks whether an evicted pod is gone, and how long it waits for that before it evicts another. */
const CLEANUP_LOOK_MS = 1_000;
const CLEANUP_MS_MAX = 30_000;

/**
 * Evicts pods of a node that runs short. It looks when something changed that it watches, and every ten seconds while it runs short or is
 * told what its pods use. Models `pkg/kubelet/eviction/eviction_manager.go`.
 */
export class EvictionManager {
  readonly #parts: EvictionParts;
  #memory = NO_EVICTIONS;
  #pressure: readonly Pressure[] = [];
  #node: Node | undefined;
  #evicted: { readonly uid: string; readonly at: LabTime } | undefined;
  #cancel: Cancel | undefined;
  #stopped = false;

  constructor(parts: EvictionParts) {
    this.#parts = parts;
  }

  /** What the node runs short of. */
  get pressure(): readonly Pressure[] {
    return this.#pressure;
  }

  /** The API has a new version of the Node: its annotations may say what is left on it. */
  nodeChanged(node: Node): void {
    const isNews = watchedOf(node) !== (this.#node === undefined ? '' : watchedOf(this.#node));
    this.#node = node;
    if (isNews && this.#evicted === undefined) this.#arm(nextWhole(LOOK_MS, this.#parts.clock.now()));
  }

  /** From now on it looks by itself, when there is something to see. */
  start(): void {
    if (this.#parts.usage !== undefined) this.#arm(nextWhole(LOOK_MS, this.#parts.clock.now()), true);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  #arm(at: LabTime, upkeep = false): void {
    this.#cancel?.();
    if (this.#stopped) return;
    const timer: TimerName = { name: 'node-eviction', object: `nodes/${this.#parts.node}`, ...(upkeep && { upkeep: true }) };
    const cause = timerCause(timer, { revision: versionOf(this.#node) });
    this.#cancel = this.#parts.clock.at(at, timer, () => this.#look(cause));
  }

  #look(cause: Cause): void {
    const now = this.#parts.clock.now();
    const pods = this.#parts.pods();
    const isGone = !pods.some(({ metadata }) => metadata?.uid === this.#evicted?.uid);
    if (this.#evicted !== undefined && !isGone && now - this.#evicted.at < CLEANUP_MS_MAX) {
      this.#arm(now + CLEANUP_LOOK_MS);
      return;
    }
    this.#evicted = undefined;
    const decision = this.#decide(pods, now);
    this.#memory = decision.memory;
    this.#setPressure(decision.pressure);
    this.#act(decision, now, cause);
    this.#lookAgain(decision, now);
  }

  #decide(pods: readonly Pod[], now: LabTime): EvictionDecision {
    const { capacity, usage = { podUsage: () => undefined } } = this.#parts;
    const annotations = this.#node?.metadata?.annotations;
    const observations = observe({ annotations, capacity }, pods, usage);
    return decideEviction({ memory: this.#memory, now, thresholds: thresholdsOf(thresholdTexts(annotations)), observations, pods, usage });
  }

  #setPressure(pressure: readonly Pressure[]): void {
    const isSame = pressure.join() === this.#pressure.join();
    this.#pressure = pressure;
    if (!isSame) this.#parts.pressureChanged(pressure);
  }

  #act({ reclaim, evict }: EvictionDecision, now: LabTime, cause: Cause): void {
    if (reclaim !== undefined) this.#parts.reclaiming(reclaim, cause);
    if (evict === undefined) return;
    this.#evicted = { uid: evict.pod.metadata?.uid ?? '', at: now };
    this.#parts.evict(evict.pod, endingOf(evict), cause);
  }

  #lookAgain({ lookAt, memory }: EvictionDecision, now: LabTime): void {
    const isShort = Object.keys(memory.metSince).length > 0;
    if (this.#evicted !== undefined) this.#arm(now + CLEANUP_LOOK_MS);
    else if (isShort || this.#parts.usage !== undefined) this.#arm(nextWhole(LOOK_MS, now), lookAt === undefined);
    else if (lookAt !== undefined) this.#arm(wholeFrom(LOOK_MS, lookAt));
  }
}

function endingOf({ message, graceSeconds }: NonNullable<EvictionDecision['evict']>): PodEnding {
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message } as const;
  return { reason: 'Evicted', message, graceSeconds, condition };
}

/** Those of a Node's annotations that an eviction manager looks at, as one text. */
function watchedOf({ metadata }: Node): string {
  const watched = Object.entries(metadata?.annotations ?? {}).filter(([key]) => /^klockwork\.dev\/(eviction-|.*-available$)/.test(key));
  return watched.map((pair) => pair.join('=')).join();
}
