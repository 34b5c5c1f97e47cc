import { type Cause, timerCause } from '@klockwork/event-store';
import type { Files } from '@klockwork/files';
import { type Cancel, type Clock, type LabTime, type Logger, logFailure, nextWhole, type TimerName } from '@klockwork/kernel';
import type { Node, Pod } from '@klockwork/kubernetes-types';
import {
  decideEviction,
  type EvictionDecision,
  hasStorageLimit,
  type ImageDisk,
  NO_EVICTIONS,
  type NodeUsage,
  type Observations,
  observe,
  type Pressure,
  storageExcess,
  thresholdsOf,
  thresholdTexts,
} from '@klockwork/node-lifecycle';
import type { ContainerRuntime, PodEnding } from '@klockwork/pod-lifecycle';
import type { ActivePods } from './active-pods.ts';
import type { ImageCollector } from './image-collector.ts';
import type { NodeEvents } from './node-events.ts';
import type { HealthListener } from './node-health.ts';
import { versionOf } from './node-status-reporter.ts';
import { measureUsage } from './node-usage.ts';

/** Dependencies of an eviction manager. */
export interface EvictionParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly node: string;
  readonly capacity: Readonly<Record<string, string>>;
  readonly runtime: ContainerRuntime;
  /** Disk of the node. */
  readonly files: Files;
  readonly images: ImageCollector;
  readonly pods: ActivePods;
  readonly events: NodeEvents;
  readonly health: Pick<HealthListener, 'pressureChanged'>;
}

/** Interval of checks in ms of lab time, at whole multiples: upstream's evictionMonitoringPeriod. */
const LOOK_MS = 10_000;
/** Interval of checks whether an evicted pod is gone, and maximum wait before the next eviction, in ms. */
const CLEANUP_LOOK_MS = 1_000;
const CLEANUP_MS_MAX = 30_000;
/** Upstream's immediateEvictionGracePeriodSeconds. */
const LIMIT_GRACE_SECONDS = 1;

/**
 * Evicts pods of a node under pressure, and pods above their storage limits. Checks every ten seconds. Models
 * `pkg/kubelet/eviction/eviction_manager.go`.
 */
export class EvictionManager {
  readonly #parts: EvictionParts;
  #observed = NO_EVICTIONS;
  #pressure: readonly Pressure[] = [];
  #node: Node | undefined;
  #evicted: { readonly uid: string; readonly at: LabTime } | undefined;
  #cancel: Cancel | undefined;
  #stopped = false;

  constructor(parts: EvictionParts) {
    this.#parts = parts;
  }

  /** Handles a new version of the Node, whose annotations may override available resources. */
  nodeChanged(node: Node): void {
    const isNews = watchedOf(node) !== (this.#node === undefined ? '' : watchedOf(this.#node));
    this.#node = node;
    if (isNews && this.#evicted === undefined) this.#arm(nextWhole(LOOK_MS, this.#parts.clock.now()));
  }

  /** Disk shared by pods and images. */
  get disk(): ImageDisk {
    return this.#observe(this.#parts.pods.activePods(), this.#usage())['imagefs.available'] ?? { capacity: 0, available: 0 };
  }

  /** Starts periodic checks. */
  start(): void {
    this.#arm(nextWhole(LOOK_MS, this.#parts.clock.now()), true);
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
    this.#cancel = this.#parts.clock.at(at, timer, () => this.#lookAlone(cause));
  }

  /** A failed check is followed by the next one. */
  #lookAlone(cause: Cause): void {
    try {
      this.#look(cause);
    } catch (error) {
      logFailure(this.#parts.logger, { node: this.#parts.node }, error);
      this.#arm(nextWhole(LOOK_MS, this.#parts.clock.now()), true);
    }
  }

  #look(cause: Cause): void {
    const now = this.#parts.clock.now();
    const pods = this.#parts.pods.activePods();
    const isGone = !pods.some(({ metadata }) => metadata?.uid === this.#evicted?.uid);
    if (this.#evicted !== undefined && !isGone && now - this.#evicted.at < CLEANUP_MS_MAX) {
      this.#arm(now + CLEANUP_LOOK_MS);
      return;
    }
    this.#evicted = undefined;
    const usage = this.#usage();
    const decision = this.#decide(pods, usage, now);
    this.#setPressure(decision.pressure);
    if (!this.#holdToLimits(pods, usage, cause)) this.#act(decision, pods, now, cause);
    this.#observed = decision.state;
    this.#lookAgain(decision, now);
  }

  #usage(): NodeUsage {
    return measureUsage(this.#parts.runtime, this.#parts.files);
  }

  #decide(pods: readonly Pod[], usage: NodeUsage, now: LabTime): EvictionDecision {
    const thresholds = thresholdsOf(thresholdTexts(this.#node?.metadata?.annotations));
    return decideEviction({ state: this.#observed, now, thresholds, observations: this.#observe(pods, usage), pods, usage });
  }

  #observe(pods: readonly Pod[], usage: NodeUsage): Observations {
    return observe({ annotations: this.#node?.metadata?.annotations, capacity: this.#parts.capacity }, pods, usage);
  }

  /** Evicts all pods above their storage limits; returns true if there was one. Models `localStorageEviction`. */
  #holdToLimits(pods: readonly Pod[], usage: NodeUsage, cause: Cause): boolean {
    const excesses = pods.filter(hasStorageLimit).flatMap((pod) => {
      const podUsage = usage.podUsage(pod.metadata?.uid ?? '');
      const message = podUsage && storageExcess(pod, podUsage);
      return message === undefined ? [] : [{ pod, message }];
    });
    for (const { pod, message } of excesses)
      this.#parts.pods.evict(pod, { reason: 'Evicted', message, graceSeconds: LIMIT_GRACE_SECONDS }, cause);
    return excesses.length > 0;
  }

  #setPressure(pressure: readonly Pressure[]): void {
    const isSame = pressure.join() === this.#pressure.join();
    this.#pressure = pressure;
    if (!isSame) this.#parts.health.pressureChanged(pressure);
  }

  #act({ reclaim, evict }: EvictionDecision, pods: readonly Pod[], now: LabTime, cause: Cause): void {
    if (reclaim === undefined) return;
    this.#parts.events.ofNode('Warning', 'EvictionThresholdMet', `Attempting to reclaim ${reclaim}`, cause);
    const eviction = this.#remainingEviction(reclaim, evict, pods, now);
    if (eviction === undefined) return;
    this.#evicted = { uid: eviction.pod.metadata?.uid ?? '', at: now };
    this.#parts.pods.evict(eviction.pod, endingOf(eviction), cause);
  }

  /** No pod is evicted if unused images were enough. Models `reclaimNodeLevelResources`. */
  #remainingEviction(reclaim: string, evict: EvictionDecision['evict'], pods: readonly Pod[], now: LabTime): EvictionDecision['evict'] {
    if (reclaim !== 'ephemeral-storage' || this.#parts.images.deleteUnused() === 0) return evict;
    return this.#decide(pods, this.#usage(), now).evict;
  }

  #lookAgain({ lookAt }: EvictionDecision, now: LabTime): void {
    if (this.#evicted !== undefined) this.#arm(now + CLEANUP_LOOK_MS);
    else this.#arm(nextWhole(LOOK_MS, now), lookAt === undefined);
  }
}

function endingOf({ message, graceSeconds }: NonNullable<EvictionDecision['evict']>): PodEnding {
  const condition = { type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message } as const;
  return { reason: 'Evicted', message, graceSeconds, condition };
}

/** Returns relevant annotations of a Node as one text. */
function watchedOf({ metadata }: Node): string {
  const watchedEntries = Object.entries(metadata?.annotations ?? {}).filter(([key]) =>
    /^klockwork\.dev\/(eviction-|.*-available$)/.test(key),
  );
  return watchedEntries.map((pair) => pair.join('=')).join();
}
