import type { Deployment } from '@klockwork/resources';

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
  const surge = scaled(maxSurge, wanted, Math.ceil);
  const unavailable = scaled(maxUnavailable, wanted, Math.floor);
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

function scaled(value: number | string, whole: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  // Whole numbers first: 0.07 × 100 is not 7 in floating point.
  return round((Number.parseInt(value, 10) * whole) / 100);
}
