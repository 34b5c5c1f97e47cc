import type { LabTime } from '@klockwork/kernel';

/** Value of one pod, in thousandths of its unit. */
export interface PodMetric {
  readonly value: bigint;
  readonly at: LabTime;
  readonly windowMs: number;
}

/** Values by pod name. */
export type PodMetrics = ReadonlyMap<string, PodMetric>;

/** Failure of a calculation, in upstream's words. */
export interface Problem {
  readonly problem: string;
}

/** Returns true for a failure. */
export function isProblem(result: object): result is Problem {
  return 'problem' in result;
}
