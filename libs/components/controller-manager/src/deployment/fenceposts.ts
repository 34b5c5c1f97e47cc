import type { Deployment } from '@klockwork/resources';
import { scaledCount } from '../pods/int-or-percent.ts';

/** How far a rolling update may go beyond and below the wanted number of pods. */
export interface Fenceposts {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/**
 * The two limits as numbers of pods: surge is rounded up, unavailability down, and when both come out as nothing one pod may
 * be unavailable, or nothing could ever move. Models ResolveFenceposts of pkg/controller/deployment/util.
 */
export function fenceposts(deployment: Deployment): Fenceposts {
  if (!isRollingUpdate(deployment)) return { maxSurge: 0, maxUnavailable: 0 };
  const wanted = wantedReplicas(deployment);
  const { maxSurge = '25%', maxUnavailable = '25%' } = deployment.spec?.strategy?.rollingUpdate ?? {};
  const surge = scaledCount(maxSurge, wanted, Math.ceil);
  const unavailable = scaledCount(maxUnavailable, wanted, Math.floor);
  const moving = surge === 0 && unavailable === 0 ? 1 : unavailable;
  return { maxSurge: surge, maxUnavailable: Math.min(moving, wanted) };
}

/** True unless the strategy is Recreate. */
export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec?.strategy?.type !== 'Recreate';
}

/** `spec.replicas`, one when it is not said. */
export function wantedReplicas(object: { spec?: { replicas?: number } }): number {
  return object.spec?.replicas ?? 1;
}
