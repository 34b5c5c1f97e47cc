import { semanticEqual } from '@klockwork/api-machinery';
import { continueGeneration, specChanged, startGeneration } from '../generic/generation.ts';
import { metadataOf } from '../generic/metadata.ts';
import { keepPart, statusStrategy } from '../generic/status-strategy.ts';
import type { Strategy } from '../kind.ts';
import { defaultJob } from './job.defaults.ts';
import { type Job, jobNames } from './job.ts';
import { validateJob, validateJobUpdate } from './job.validation.ts';
import { jobWarnings } from './job.warnings.ts';
import { validateJobStatus } from './job-status.validation.ts';

/** Models `pkg/registry/batch/job/strategy.go`. */
export const jobStrategy: Strategy<Job> = {
  default: defaultJob,
  prepareForCreate(draft) {
    if (draft.spec?.manualSelector !== true) generateSelector(draft);
    draft.status = {};
    startGeneration(draft);
  },
  prepareForUpdate(draft, previous) {
    keepPart(draft, previous, 'status');
    continueGeneration(draft, previous, specChanged(draft, previous));
  },
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  warnings: jobWarnings,
  orphansDependents: true,
  orphansWarning:
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
};

/** `/status` leaves the spec alone. */
export const jobStatus = statusStrategy<Job>({ validate: validateJobStatus });

/**
 * Labels the template with the Job's name and UID, and selects by UID. Existing labels are left to validation; a Job without labels gets
 * the template's. Models `generateSelector`.
 */
function generateSelector(draft: Job): void {
  const { spec } = draft;
  if (spec === undefined) return;
  const { name = '', uid = '', labels } = draft.metadata ?? {};
  spec.template.metadata ??= {};
  const { metadata } = spec.template;
  const taken = labels === undefined || semanticEqual(labels, metadata.labels);
  metadata.labels = {
    [jobNames.legacyJobName]: name,
    [jobNames.jobName]: name,
    [jobNames.legacyControllerUid]: uid,
    [jobNames.controllerUid]: uid,
    ...metadata.labels,
  };
  if (taken) metadataOf(draft).labels = { ...metadata.labels };
  spec.selector ??= {};
  spec.selector.matchLabels = { [jobNames.controllerUid]: uid, ...spec.selector.matchLabels };
}
