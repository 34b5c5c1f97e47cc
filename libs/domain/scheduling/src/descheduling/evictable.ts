import type { Pod } from '@klockwork/kubernetes-types';

/** Lowest priority of system pods: upstream's SystemCriticalPriority. */
const SYSTEM_CRITICAL = 2_000_000_000;
const MIRROR = 'kubernetes.io/config.mirror';

/** Pod to evict, and the reason. */
export interface Eviction {
  readonly pod: Pod;
  readonly node: string;
  readonly reason: string;
}

/**
 * Returns whether a controller replaces the pod elsewhere without loss: owned, no DaemonSet or system pod, no data on its node, neither
 * finished nor terminating. Models the DefaultEvictor of kubernetes-sigs/descheduler.
 */
export function isEvictable({ metadata, spec, status }: Pod): boolean {
  const owners = metadata?.ownerReferences ?? [];
  const staying = metadata?.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
  const local = (spec?.volumes ?? []).some(({ emptyDir, hostPath }) => emptyDir !== undefined || hostPath !== undefined);
  const system = (spec?.priority ?? 0) >= SYSTEM_CRITICAL || metadata?.annotations?.[MIRROR] !== undefined;
  return staying && owners.length > 0 && owners.every(({ kind }) => kind !== 'DaemonSet') && !local && !system;
}
