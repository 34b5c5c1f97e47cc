import type { LabTime } from '@klockwork/kernel';
import type { ScalingRules } from '@klockwork/resources';

/** Replicas that metrics asked for at an instant, before any limit. */
export interface Recommendation {
  readonly replicas: number;
  readonly at: LabTime;
}

/** Change of a scale, as a positive count. */
export interface ScaleChange {
  readonly count: number;
  readonly at: LabTime;
}

/** Recent recommendations and changes of one autoscaler. A restart of the controller-manager begins a new one, as upstream. */
export interface History {
  readonly recommendations: readonly Recommendation[];
  readonly increases: readonly ScaleChange[];
  readonly decreases: readonly ScaleChange[];
}

/** History of a new autoscaler. */
export const NO_HISTORY: History = { recommendations: [], increases: [], decreases: [] };

/** Adds a recommendation, and forgets those before `from`. */
export function withRecommendation(history: History, recommendation: Recommendation, from: LabTime): History {
  const recent = history.recommendations.filter(({ at }) => at >= from);
  return { ...history, recommendations: [...recent, recommendation] };
}

/** Adds a change of replicas, and forgets changes outside all periods of the rules. Models `storeScaleEvent`. */
export function withChange(
  history: History,
  [from, to]: readonly [number, number],
  rules: ScalingRules | undefined,
  now: LabTime,
): History {
  if (rules === undefined || from === to) return history;
  const longestMs = Math.max(0, ...(rules.policies ?? []).map(({ periodSeconds }) => periodSeconds)) * 1_000;
  const list = to > from ? 'increases' : 'decreases';
  const recent = history[list].filter(({ at }) => at >= now - longestMs);
  return { ...history, [list]: [...recent, { count: Math.abs(to - from), at: now }] };
}

/** Returns the sum of changes within a period. Models `getReplicasChangePerPeriod`. */
export function changedWithin(changes: readonly ScaleChange[], periodSeconds: number, now: LabTime): number {
  const recent = changes.filter(({ at }) => at > now - periodSeconds * 1_000);
  return recent.reduce((sum, { count }) => sum + count, 0);
}
