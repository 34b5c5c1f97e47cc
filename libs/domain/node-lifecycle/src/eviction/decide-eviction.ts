import type { LabTime } from '@klockwork/kernel';
import type { Pod } from '@klockwork/kubernetes-types';
import { isCriticalPod } from '../critical-pod.ts';
import { evictionMessage } from './eviction-message.ts';
import type { NodeUsage } from './node-usage.ts';
import type { Observations } from './observe.ts';
import { type EvictionResource, rankPods } from './rank-pods.ts';
import { amountOf, type Signal, type Threshold } from './threshold.ts';

/** Pressure condition of a node. */
export type Pressure = 'MemoryPressure' | 'DiskPressure' | 'PIDPressure';

/** State of the eviction manager between passes. */
export interface EvictionState {
  /** Time at which each exceeded threshold was first exceeded, by {@link keyOf}. */
  readonly metSince: Readonly<Record<string, LabTime>>;
  /** When each pressure was seen last. */
  readonly seenAt: Readonly<Partial<Record<Pressure, LabTime>>>;
}

/** Inputs of an eviction pass. */
export interface EvictionView {
  readonly state: EvictionState;
  readonly now: LabTime;
  readonly thresholds: readonly Threshold[];
  readonly observations: Observations;
  /** Active pods. */
  readonly pods: readonly Pod[];
  readonly usage: NodeUsage;
}

/** Result of an eviction pass. */
export interface EvictionDecision {
  readonly state: EvictionState;
  /** Pressure conditions in upstream's order. */
  readonly pressure: readonly Pressure[];
  /** Resource to reclaim, once a threshold was exceeded for its grace period. */
  readonly reclaim?: EvictionResource;
  /** Pod to evict: at most one a pass. */
  readonly evict?: { readonly pod: Pod; readonly message: string; readonly graceSeconds: number };
  /** When time alone changes something: a grace period or the pressure's transition period ends. */
  readonly lookAt?: LabTime;
}

/** Initial state. */
export const NO_EVICTIONS: EvictionState = { metSince: {}, seenAt: {} };

/** Upstream's evictionPressureTransitionPeriod: so long a pressure stays when it is not seen any more. */
const TRANSITION_MS = 300_000;
/** Upstream's grace period, s, after a hard threshold; soft ones use evictionMaxPodGracePeriod, default 0. */
const GRACE_SECONDS = { hard: 1, soft: 0 } as const;

const OF_SIGNAL: Readonly<Record<Signal, { pressure: Pressure; reclaimed: EvictionResource }>> = {
  'memory.available': { pressure: 'MemoryPressure', reclaimed: 'memory' },
  'nodefs.available': { pressure: 'DiskPressure', reclaimed: 'ephemeral-storage' },
  'imagefs.available': { pressure: 'DiskPressure', reclaimed: 'ephemeral-storage' },
  'pid.available': { pressure: 'PIDPressure', reclaimed: 'pids' },
};
const PRESSURES: readonly Pressure[] = ['MemoryPressure', 'DiskPressure', 'PIDPressure'];

/** Eviction pass. Models `synchronize` of `pkg/kubelet/eviction/eviction_manager.go`. */
export function decideEviction(view: EvictionView): EvictionDecision {
  const { now, thresholds, state } = view;
  const crossedThresholds = thresholds.filter((threshold) => isMet(threshold, view.observations));
  const metSince = Object.fromEntries(crossedThresholds.map((threshold) => [keyOf(threshold), state.metSince[keyOf(threshold)] ?? now]));
  const seenNow = Object.fromEntries(crossedThresholds.map(({ signal }) => [OF_SIGNAL[signal].pressure, now]));
  const seenAt: EvictionState['seenAt'] = { ...state.seenAt, ...seenNow };
  const pressure = PRESSURES.filter((name) => now - (seenAt[name] ?? Number.NEGATIVE_INFINITY) < TRANSITION_MS);
  const due = crossedThresholds.filter((threshold) => now - (metSince[keyOf(threshold)] ?? now) >= threshold.graceMs);
  const lookAt = nextLook(crossedThresholds, metSince, seenAt, now);
  return { state: { metSince, seenAt }, pressure, ...evictFor(due, view), ...(lookAt === undefined ? {} : { lookAt }) };
}

function isMet({ signal, value }: Threshold, observations: Observations): boolean {
  const observation = observations[signal];
  return observation !== undefined && observation.available < amountOf(value, observation.capacity);
}

/** Memory precedes all other resources, as in upstream's byEvictionPriority. */
function evictFor(due: readonly Threshold[], view: EvictionView): Pick<EvictionDecision, 'reclaim' | 'evict'> {
  const threshold = due.find(({ signal }) => signal === 'memory.available') ?? due[0];
  const observation = threshold && view.observations[threshold.signal];
  if (threshold === undefined || observation === undefined) return {};
  const reclaim = OF_SIGNAL[threshold.signal].reclaimed;
  const pod = rankPods(view.pods, reclaim, view.usage).find((candidate) => !isCriticalPod(candidate));
  if (pod === undefined) return { reclaim };
  const quantities = { threshold: amountOf(threshold.value, observation.capacity), available: observation.available };
  const message = evictionMessage(reclaim, pod, view.usage.podUsage(pod.metadata?.uid ?? ''), quantities);
  return { reclaim, evict: { pod, message, graceSeconds: GRACE_SECONDS[threshold.graceMs === 0 ? 'hard' : 'soft'] } };
}

function nextLook(
  thresholds: readonly Threshold[],
  metSince: EvictionState['metSince'],
  seenAt: EvictionState['seenAt'],
  now: LabTime,
): LabTime | undefined {
  const graces = thresholds.map((threshold) => (metSince[keyOf(threshold)] ?? now) + threshold.graceMs);
  const pressures = new Set(thresholds.map(({ signal }) => OF_SIGNAL[signal].pressure));
  const ends = PRESSURES.filter((name) => !pressures.has(name)).map((name) => (seenAt[name] ?? Number.NEGATIVE_INFINITY) + TRANSITION_MS);
  const later = [...graces, ...ends].filter((at) => at > now);
  return later.length === 0 ? undefined : Math.min(...later);
}

function keyOf({ signal, value, graceMs }: Threshold): string {
  return `${signal}<${JSON.stringify(value)}@${graceMs}`;
}
