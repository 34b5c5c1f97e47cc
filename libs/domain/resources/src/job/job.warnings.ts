import { podNameWarnings, sameGeneration } from '../generic/template-warnings.ts';
import { warningsOfPod } from '../pod-template/pod-spec-warnings.ts';
import type { Job, JobSpec } from './job.ts';

const COMPLETIONS_MANY = 100_000;
const PARALLELISM_MANY = 10_000;
const MANY =
  'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail';

/** Models `WarningsOnCreate` and `WarningsOnUpdate` of `pkg/registry/batch/job/strategy.go`. */
export function jobWarnings(job: Job, previous: Job | undefined): string[] {
  const unchanged = sameGeneration(job, previous);
  return [...podNameWarnings(job, previous), ...(unchanged ? [] : jobSpecWarnings(job.spec, 'spec'))];
}

/** Returns warnings about valid but suspicious Job specs at `path`. Models `WarningsForJobSpec`. */
export function jobSpecWarnings(spec: JobSpec | undefined, path: string): string[] {
  const { completionMode, completions = 0, parallelism = 0, template } = spec ?? {};
  const isMany = completionMode === 'Indexed' && completions > COMPLETIONS_MANY && parallelism > PARALLELISM_MANY;
  return [...(isMany ? [`${path}: ${MANY}`] : []), ...(template ? warningsOfPod(template, `${path}.template`) : [])];
}
