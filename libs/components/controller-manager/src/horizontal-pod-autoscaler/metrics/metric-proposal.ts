import { formatQuantity, parseQuantity, type QuantityFormat } from '@klockwork/api-machinery';
import type { LabTime } from '@klockwork/kernel';
import type { MetricStatus, Pod } from '@klockwork/resources';
import type { Tolerances } from '../replicas/tolerances.ts';

/** Target of an autoscaler: replicas of the scale, and pods of its selector. */
export interface ScaledPods {
  readonly namespace: string;
  /** Replicas of the scale's spec. */
  readonly replicas: number;
  /** Replicas of the scale's status. */
  readonly present: number;
  readonly pods: readonly Pod[];
  readonly tolerances: Tolerances;
  readonly now: LabTime;
}

/** Proposal by one metric, with the metric's name for people. */
export interface MetricProposal {
  readonly replicas: number;
  readonly name: string;
  readonly status: MetricStatus;
}

/** Failure of one metric: reason and message of its Event, and the text in a summary of all metrics. */
export interface MetricFailure {
  readonly reason: string;
  readonly message: string;
  readonly summary: string;
}

const NANOS_PER_MILLI = 1_000_000n;

/** Formats thousandths. Models `resource.NewMilliQuantity`. */
export function milliText(value: bigint, format: QuantityFormat = 'DecimalSI'): string {
  return formatQuantity({ nanos: value * NANOS_PER_MILLI, format });
}

/** Returns the thousandths of a quantity, rounded up. */
export function milliOf(text: string): bigint {
  const { nanos } = parseQuantity(text);
  return nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI > 0n ? 1n : 0n);
}
