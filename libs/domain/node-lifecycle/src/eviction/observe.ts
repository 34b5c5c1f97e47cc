import { asNumber } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/kubernetes-types';
import { type NodeUsage, usageOf } from './node-usage.ts';
import { amountOf, type Signal, type ThresholdTexts, thresholdValue } from './threshold.ts';

/** Available amount and capacity of a signal. */
export interface Observation {
  readonly available: number;
  readonly capacity: number;
}

/** Observations by signal; unknown ones are absent. */
export type Observations = Readonly<Partial<Record<Signal, Observation>>>;

type Annotations = Readonly<Record<string, string>> | undefined;

/** Linux's greatest process id on 64 bits: `/proc/sys/kernel/pid_max`. */
const PIDS_MAX = 4_194_304;

/** Node annotations that override available amounts: `50Mi`, `5%`. */
const AVAILABLE = {
  memory: 'klockwork.dev/memory-available',
  disk: 'klockwork.dev/disk-available',
  pids: 'klockwork.dev/pids-available',
} as const;

/** Available amounts of a node: from its annotations, else capacity minus pod use. Models `makeSignalObservations`. */
export function observe(
  node: { readonly annotations: Annotations; readonly capacity: Readonly<Record<string, string>> },
  pods: readonly Pod[],
  usage: NodeUsage,
): Observations {
  const used = (resource: 'memory' | 'ephemeral-storage' | 'pids') =>
    pods.reduce((sum, { metadata }) => {
      const ofPod = usage.podUsage(metadata?.uid ?? '');
      return sum + (ofPod === undefined ? 0 : usageOf(ofPod, resource));
    }, 0);
  const observation = (quantity: string | undefined, capacity: number, left: number): Observation => {
    const value = quantity === undefined ? undefined : thresholdValue(quantity);
    return { capacity, available: value === undefined ? Math.max(0, left) : amountOf(value, capacity) };
  };
  const { annotations, capacity } = node;
  const memory = asNumber(capacity.memory ?? '0');
  const disk = asNumber(capacity['ephemeral-storage'] ?? '0');
  const nodefs = observation(annotations?.[AVAILABLE.disk], disk, disk - usage.imageBytes - used('ephemeral-storage'));
  return {
    'memory.available': observation(annotations?.[AVAILABLE.memory], memory, memory - used('memory')),
    'nodefs.available': nodefs,
    // A single disk holds images too.
    'imagefs.available': nodefs,
    'pid.available': observation(annotations?.[AVAILABLE.pids], PIDS_MAX, PIDS_MAX - used('pids')),
  };
}

/** Eviction settings in a Node's annotations, equivalent to the kubelet flags of these names. */
export function thresholdTexts(annotations: Annotations): ThresholdTexts {
  return {
    hard: annotations?.['klockwork.dev/eviction-hard'],
    soft: annotations?.['klockwork.dev/eviction-soft'],
    softGracePeriod: annotations?.['klockwork.dev/eviction-soft-grace-period'],
  };
}
