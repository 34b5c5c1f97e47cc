import type { LabTime } from '@klockwork/kernel';

/** Where a cluster stood when an expectation failed. */
export interface FailureScene {
  readonly at: LabTime;
  readonly revision: number;
  /** Absent for processes. */
  readonly seed?: number | undefined;
  /** Chain of causes, as `klockwork why` prints it; absent if there is no object to ask about. */
  readonly causes?: string | undefined;
}

/** Failed expectation of a test. The message ends with lab time, revision, seed and causes. */
export class ClusterFailure extends Error {
  override readonly name = 'ClusterFailure';

  constructor(problem: string, { at, revision, seed, causes }: FailureScene, options?: ErrorOptions) {
    const repeat = seed === undefined ? '' : `; repeat with startCluster({ seed: ${seed} })`;
    const scene = `at ${new Date(at).toISOString()} (lab time), revision ${revision}${repeat}`;
    super([problem, scene, ...(causes === undefined ? [] : ['', causes])].join('\n'), options);
  }
}
