import type { LabTime } from '@klockwork/kernel';
import { type History, withRecommendation } from './history.ts';

/** Replicas after the stabilization windows, and the condition AbleToScale. */
export interface Stable {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
  readonly history: History;
}

/** `--horizontal-pod-autoscaler-downscale-stabilization`, in seconds. */
export const DOWNSCALE_STABILIZATION_SECONDS = 300;

const READY = { reason: 'ReadyForNewScale', message: 'recommended size matches current size' };
const UP = {
  reason: 'ScaleUpStabilized',
  message: 'recent recommendations were lower than current one, applying the lowest recent recommendation',
};
const DOWN = {
  reason: 'ScaleDownStabilized',
  message: 'recent recommendations were higher than current one, applying the highest recent recommendation',
};

/** Applies the highest recommendation of the last five minutes. Models `stabilizeRecommendation`. */
export function stabilize(wanted: number, history: History, now: LabTime): Stable {
  const from = now - DOWNSCALE_STABILIZATION_SECONDS * 1_000;
  const recent = history.recommendations.filter(({ at }) => at >= from).map(({ replicas }) => replicas);
  const replicas = Math.max(wanted, ...recent);
  return { replicas, ...(replicas === wanted ? READY : DOWN), history: withRecommendation(history, { replicas: wanted, at: now }, from) };
}

/** Stabilization windows of a behavior, in seconds. */
export interface Windows {
  readonly up: number;
  readonly down: number;
}

/** Keeps the present replicas unless all recommendations of a window exceed them. Models `stabilizeRecommendationWithBehaviors`. */
export function stabilizeWithin(
  windows: Windows,
  wanted: number,
  current: number,
  { history, now }: { history: History; now: LabTime },
): Stable {
  const since = (seconds: number) => now - seconds * 1_000;
  const within = (seconds: number) => history.recommendations.filter(({ at }) => at > since(seconds)).map(({ replicas }) => replicas);
  const lowest = Math.min(wanted, ...within(windows.up));
  const highest = Math.max(wanted, ...within(windows.down));
  const replicas = Math.min(Math.max(current, lowest), highest);
  const held = wanted >= current ? UP : DOWN;
  const keptHistory = withRecommendation(history, { replicas: wanted, at: now }, since(Math.max(windows.up, windows.down)));
  return { replicas, ...(replicas === wanted ? READY : held), history: keptHistory };
}
