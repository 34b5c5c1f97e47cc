import { asNumber } from '@klockwork/api-machinery';
import type { Pod } from '@klockwork/kubernetes-types';
import { type NodeUsage, usageOf } from './node-usage.ts';
import { amountOf, type Signal, type ThresholdTexts, thresholdValue } from './threshold.ts';

/** How much there is of what a signal watches. */
export interface Observation {
  readonly available: number;
  readonly capacity: number;
}

/** What a node sees of itself. A signal that is not there is not known. */
export type Observations = Readonly<Partial<Record<Signal, Observation>>>;

type Annotations = Readonly<Record<string, string>> | undefined;

/** Linux's greatest process id on 64 bits: `/proc/sys/kernel/pid_max`. */
const PIDS_MAX = 4_194_304;

/** Annotations of a Node by which people say what is left on it, instead of what its pods leave: `50Mi`, `5%`. */
const AVAILABLE = {
  memory: 'klockwork.dev/memory-available',
  disk: 'klockwork.dev/disk-available',
  pids: 'klockwork.dev/pids-available',
} as const;

/** What is available on a node of this capacity: what its annotations say, else what its pods leave. Models `makeSignalObservations`. */
export function observe(
  node: { readonly annotations: Annotations; readonly capacity: Readonly<Record<string, string>> },
  pods: readonly Pod[],
  usage: NodeUsage,
): Observations {
  const used = (resource: 'memory' | 'ephemeral-storage' | 'pids') =>
    pods.reduce((sum, { metadata }) => {
      const known = usage.podUsage(metadata?.uid ?? '');
      return sum + (known === undefined ? 0 : usageOf(known, resource));
    }, 0);
  const observation = (said: string | undefined, capacity: number, left: number): Observation => {
    const value = said === undefined ? undefined : thresholdValue(said);
    return { capacity, available: value === undefined ? left : amountOf(value, capacity) };
  };
  const { annotations, capacity } = node;
  const memory = asNumber(capacity.memory ?? '0');
  const disk = asNumber(capacity['ephemeral-storage'] ?? '0');
  const nodefs = observation(annotations?.[AVAILABLE.disk], disk, disk - usage.imageBytes - used('ephemeral-storage'));
  return {
    'memory.available': observation(annotations?.[AVAILABLE.memory], memory, memory - used('memory')),
    'nodefs.available': nodefs,
    // One disk holds everything.
    'imagefs.available': nodefs,
    'pid.available': observation(annotations?.[AVAILABLE.pids], PIDS_MAX, PIDS_MAX - used('pids')),
  };
}

/** The part of a Node's annotations that configures when it evicts, as the kubelet's flags of these names do. */
export function thresholdTexts(annotations: Annotations): ThresholdTexts {
  return {
    hard: annotations?.['klockwork.dev/eviction-hard'],
    soft: annotations?.['klockwork.dev/eviction-soft'],
    softGracePeriod: annotations?.['klockwork.dev/eviction-soft-grace-period'],
  };
}
