import type { Deployment } from '@klockwork/resources';

/** Upper and lower bound of pods during a rolling update. */
export interface RolloutBounds {
  readonly replicas: number;
  readonly most: number;
  readonly least: number;
}

/**
 * Returns a Deployment's bounds. Models `ResolveFenceposts` of pkg/controller/deployment/util/deployment_util.go, from the API
 * documentation.
 */
export function rolloutBounds({ spec }: Deployment): RolloutBounds {
  const replicas = spec?.replicas ?? 1;
  if (spec?.strategy?.type === 'Recreate') return { replicas, most: replicas, least: 0 };
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {};
  const surge = amount(maxSurge, replicas, Math.ceil);
  const down = amount(maxUnavailable, replicas, Math.floor);
  // Both zero would block the rollout.
  const unavailable = surge === 0 && down === 0 ? 1 : down;
  return { replicas, most: replicas + surge, least: Math.max(0, replicas - unavailable) };
}

function amount(value: string | number, replicas: number, round: (number: number) => number): number {
  if (typeof value === 'number') return value;
  return round((Number.parseInt(value, 10) * replicas) / 100);
}
