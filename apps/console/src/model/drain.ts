import type { LabObject } from '../store/row.ts';

/** State of a pod's eviction. */
export type Eviction =
  | { readonly type: 'asked' | 'accepted' }
  /** `retryAt`: lab time in ms. */
  | { readonly type: 'refused'; readonly message: string; readonly retryAt: number }
  | { readonly type: 'failed'; readonly message: string };

/** Evictions by uid of the pod. */
export type Evictions = ReadonlyMap<string, Eviction>;

/** Loss by the eviction of a pod. */
type DrainNote = 'unmanaged' | 'local';

/** Options of `kubectl drain` without which it refuses, in its order. */
const DRAIN_OPTIONS = ['--ignore-daemonsets', '--delete-emptydir-data', '--force'] as const;
export type DrainOption = (typeof DRAIN_OPTIONS)[number];

/** Option that the pods of a node need, with their number. */
export interface NeededOption {
  readonly option: DrainOption;
  readonly pods: number;
}

/** Part of a refusal that decides about another attempt. */
export interface EvictionRefusal {
  readonly message: string;
  /** Absent without an answer of the server. */
  readonly code?: number;
  readonly causes?: readonly { readonly reason: string; readonly message: string }[];
  readonly retryAfterSeconds?: number | undefined;
}

/** Lab time between two attempts in ms. Models `EvictErrorRetryDelay` of kubectl. */
const RETRY_MS = 5_000;
const MIRROR = 'kubernetes.io/config.mirror';
const FINISHED: ReadonlySet<unknown> = new Set(['Succeeded', 'Failed']);
const [FORBIDDEN, NOT_FOUND, TOO_MANY] = [403, 404, 429];

/** Returns the pods that a drain evicts: all but mirror pods and running pods of DaemonSets. Models `filters.go` of kubectl. */
export function podsToEvict(pods: readonly LabObject[]): readonly LabObject[] {
  return pods.filter((pod) => pod.metadata.annotations?.[MIRROR] === undefined && (isFinished(pod) || !isOfDaemonSet(pod)));
}

/** Returns the options that a drain of these pods needs. Models the fatal cases of `filters.go` of kubectl. */
export function neededOptions(pods: readonly LabObject[]): readonly NeededOption[] {
  const evicted = podsToEvict(pods);
  const counts: Readonly<Record<DrainOption, number>> = {
    '--ignore-daemonsets': pods.filter((pod) => !isFinished(pod) && isOfDaemonSet(pod)).length,
    '--delete-emptydir-data': evicted.filter((pod) => drainNotes(pod).includes('local')).length,
    '--force': evicted.filter((pod) => drainNotes(pod).includes('unmanaged')).length,
  };
  return DRAIN_OPTIONS.map((option) => ({ option, pods: counts[option] })).filter(({ pods: count }) => count > 0);
}

/** Returns the losses by the eviction of a pod; none for finished pods. */
export function drainNotes(pod: LabObject): readonly DrainNote[] {
  if (isFinished(pod)) return [];
  const { volumes = [] } = (pod.spec ?? {}) as { volumes?: readonly { readonly emptyDir?: object }[] };
  return [
    ...(controllerOf(pod) === undefined ? (['unmanaged'] as const) : []),
    ...(volumes.some(({ emptyDir }) => emptyDir !== undefined) ? (['local'] as const) : []),
  ];
}

/** Returns the pods whose eviction is due at an instant of lab time: new ones, and refused ones after their wait. */
export function duePods(pods: readonly LabObject[], evictions: Evictions, now: number): readonly LabObject[] {
  return pods.filter(({ metadata }) => {
    const eviction = evictions.get(metadata.uid);
    return eviction === undefined || (eviction.type === 'refused' && eviction.retryAt <= now);
  });
}

/** Returns the state of an eviction after its refusal at an instant of lab time. */
export function evictionAfter({ code, message, causes = [], retryAfterSeconds }: EvictionRefusal, now: number): Eviction {
  // The pod is gone already.
  if (code === NOT_FOUND) return { type: 'accepted' };
  const isTerminating = code === FORBIDDEN && causes.some(({ reason }) => reason === 'NamespaceTerminating');
  if (code !== TOO_MANY && !isTerminating) return { type: 'failed', message };
  const words = [message, ...causes.map((cause) => cause.message)].filter((text) => text !== '');
  return {
    type: 'refused',
    message: words.join(' '),
    retryAt: now + (retryAfterSeconds === undefined ? RETRY_MS : retryAfterSeconds * 1_000),
  };
}

function isFinished({ status }: LabObject): boolean {
  return FINISHED.has(status?.phase);
}

function isOfDaemonSet(pod: LabObject): boolean {
  const controller = controllerOf(pod);
  return controller?.kind === 'DaemonSet' && controller.apiVersion === 'apps/v1';
}

function controllerOf({ metadata: { ownerReferences = [] } }: LabObject) {
  return ownerReferences.find(({ controller }) => controller === true);
}
