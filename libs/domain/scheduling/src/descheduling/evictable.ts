import type { Pod } from '@klockwork/kubernetes-types';

/** From this priority on pods are the system's: upstream's SystemCriticalPriority. */
const SYSTEM_CRITICAL = 2_000_000_000;
const MIRROR = 'kubernetes.io/config.mirror';

/** A pod that is to be evicted, and why. */
export interface Eviction {
  readonly pod: Pod;
  readonly node: string;
  readonly reason: string;
}

/**
 * True for a pod that somebody will make anew elsewhere, with nothing lost: it is owned, by no DaemonSet, is not the system's, keeps nothing
 * on its node, and neither has ended nor is ending. Models the DefaultEvictor of kubernetes-sigs/descheduler.
 */
export function isEvictable({ metadata, spec, status }: Pod): boolean {
  const owners = metadata?.ownerReferences ?? [];
  const staying = metadata?.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
  const local = (spec?.volumes ?? []).some(({ emptyDir, hostPath }) => emptyDir !== undefined || hostPath !== undefined);
  const system = (spec?.priority ?? 0) >= SYSTEM_CRITICAL || metadata?.annotations?.[MIRROR] !== undefined;
  return staying && owners.length > 0 && owners.every(({ kind }) => kind !== 'DaemonSet') && !local && !system;
}
