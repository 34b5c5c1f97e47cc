import type { LabTime, TimerName } from '@klockwork/kernel';
import type { ProbeKind } from './probe-kind.ts';

/** Probe of one attempt. */
export interface ProbeAttempt {
  readonly container: string;
  readonly kind: ProbeKind;
  readonly containerId: string;
}

/** Probe due at `at`. */
export interface ProbeDue extends ProbeAttempt {
  readonly at: LabTime;
  readonly timer: TimerName;
}
