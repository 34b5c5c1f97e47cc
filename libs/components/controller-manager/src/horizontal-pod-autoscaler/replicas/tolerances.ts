import { parseQuantity } from '@klockwork/api-machinery';
import type { HorizontalPodAutoscaler } from '@klockwork/resources';

/** Changes of the usage ratio without effect, as shares of 1. */
export interface Tolerances {
  readonly scaleDown: number;
  readonly scaleUp: number;
}

/** `--horizontal-pod-autoscaler-tolerance` */
const TOLERANCE = 0.1;
const NANO = 1e9;

/** Returns the tolerances of an autoscaler. Models `tolerancesForHpa`. */
export function tolerancesOf({ spec }: HorizontalPodAutoscaler): Tolerances {
  const { scaleDown, scaleUp } = spec?.behavior ?? {};
  return { scaleDown: toleranceOf(scaleDown?.tolerance), scaleUp: toleranceOf(scaleUp?.tolerance) };
}

/** Models `Tolerances.isWithin`. */
export function isWithin({ scaleDown, scaleUp }: Tolerances, ratio: number): boolean {
  return 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;
}

function toleranceOf(text: string | undefined): number {
  return text === undefined ? TOLERANCE : Number(parseQuantity(text).nanos) / NANO;
}
