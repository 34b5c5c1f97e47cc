import { metadataOf } from '../generic/metadata.ts';
import { podTemplateDefaults } from '../pod-template/pod-spec.defaults.ts';
import type { Job, JobSpec } from './job.ts';

/** No limit: upstream's MaxInt32. */
const NO_LIMIT = 2_147_483_647;
const BACKOFF_LIMIT = 6;

/** Models `SetDefaults_Job` of `pkg/apis/batch/v1/defaults.go`. Upstream's spec always exists. */
export function defaultJob(draft: Job): void {
  draft.spec ??= { template: {} };
  const { spec } = draft;
  if (spec.parallelism === undefined) spec.completions ??= 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? BACKOFF_LIMIT : NO_LIMIT;
  spec.completionMode ??= 'NonIndexed';
  spec.suspend ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
  spec.manualSelector ??= false;
  defaultJobTemplate(spec);
  const labels = spec.template.metadata?.labels;
  if (labels !== undefined && Object.keys(draft.metadata?.labels ?? {}).length === 0) metadataOf(draft).labels = { ...labels };
}

/** Sets defaults of a CronJob's Job template; all others are set on the Job. Models `SetObjectDefaults_CronJob`. */
export function defaultJobTemplate(spec: JobSpec): void {
  for (const pattern of spec.podFailurePolicy?.rules?.flatMap((rule) => rule.onPodConditions ?? []) ?? []) pattern.status ||= 'True';
  spec.template ??= {};
  spec.template.spec ??= { containers: [] };
  podTemplateDefaults(spec.template);
}
