import type { Deployment } from '@klockwork/resources';
import { scaledCount } from '../pods/int-or-percent.ts';

/** Limits of a rolling update around the desired number of pods. */
export interface Fenceposts {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/**
 * Both limits as pod counts: surge rounds up, unavailability down. If both are 0, one pod may be unavailable, otherwise nothing could
 * progress. Models ResolveFenceposts of pkg/controller/deployment/util.
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

/** True except for strategy Recreate. */
export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec?.strategy?.type !== 'Recreate';
}

/** `spec.replicas`; default 1. */
export function wantedReplicas(object: { spec?: { replicas?: number } }): number {
  return object.spec?.replicas ?? 1;
}
