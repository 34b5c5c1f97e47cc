import { humanDuration, labelSelector } from '@klockwork/api-machinery';
import { ageColumn, containerColumns, nameColumn } from '../generic/columns.ts';
import type { PrinterColumn } from '../kind.ts';
import { type Job, jobCondition } from './job.ts';

/** Models `printJob` of `pkg/printers/internalversion/printers.go`. */
export const jobColumns: readonly PrinterColumn<Job>[] = [
  nameColumn,
  { name: 'Status', type: 'string', description: 'What has become of it', cell: statusCell },
  { name: 'Completions', type: 'string', description: 'Pods that have succeeded, of those that must', cell: completionsCell },
  { name: 'Duration', type: 'string', description: 'Time from its start to its completion', cell: durationCell },
  ageColumn,
  ...containerColumns<Job>(({ spec }) => spec?.template?.spec?.containers ?? []),
  { name: 'Selector', type: 'string', priority: 1, description: 'Which pods belong to it', cell: selectorCell },
];

function statusCell(job: Job): string {
  if (jobCondition(job, 'Complete')) return 'Complete';
  if (jobCondition(job, 'Failed')) return 'Failed';
  if (job.metadata?.deletionTimestamp !== undefined) return 'Terminating';
  if (jobCondition(job, 'Suspended')) return 'Suspended';
  if (jobCondition(job, 'FailureTarget')) return 'FailureTarget';
  return jobCondition(job, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completionsCell({ spec, status }: Job): string {
  const succeededCount = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeededCount}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeededCount}/1 of ${parallelism}` : `${succeededCount}/1`;
}

function durationCell({ status }: Job, now: number): string {
  if (status?.startTime === undefined) return '';
  const end = status.completionTime === undefined ? now : Date.parse(status.completionTime);
  return humanDuration(end - Date.parse(status.startTime));
}

function selectorCell({ spec }: Job): string {
  return labelSelector.fromObject(spec?.selector).toString() || '<none>';
}
