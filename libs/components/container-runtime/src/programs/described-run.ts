import type { ResolvedImage } from '@klockwork/images';
import type { LabTime } from '@klockwork/kernel';
import type { Process } from '@klockwork/userland';

/** Execution of a described program in one process. */
export interface DescribedRun {
  readonly resolved: ResolvedImage;
  readonly args: readonly string[];
  readonly process: Process;
  readonly startedAt: LabTime;
}
