import { type FieldError, fieldErrors, semanticEqual } from '@klockwork/api-machinery';
import { nonNegative } from '../generic/field-checks.ts';
import { type Job, type JobStatus, jobCondition, jobFinished } from './job.ts';
import { overlapProblem, readIndexes } from './job-indexes.validation.ts';

/** Status update of a Job. Most rules apply to changes only, so that existing invalid statuses can be corrected. */
interface Report {
  readonly job: Job;
  readonly previous: Job;
  readonly status: JobStatus;
  readonly before: JobStatus;
  changes(...fields: (keyof JobStatus)[]): boolean;
  /** Returns whether the condition is True; `said`: was True before. */
  says(type: string): boolean;
  said(type: string): boolean;
  /** Returns whether a condition changed to or from True. */
  turns(...types: string[]): boolean;
}

/** Models `ValidateJobStatusUpdate` with options of `getStatusValidationOptions`. */
export function validateJobStatus(job: Job, previous: Job): FieldError[] {
  const report = reportOf(job, previous);
  return [
    ...countErrors(report),
    ...uncountedErrors(report),
    ...conflictErrors(report),
    ...completionErrors(report),
    ...unannouncedErrors(report),
    ...finishedErrors(report),
    ...indexErrors(report),
    ...podErrors(report),
    ...successErrors(report),
    ...backwardErrors(report),
  ];
}

function reportOf(job: Job, previous: Job): Report {
  const [status, before] = [job.status ?? {}, previous.status ?? {}];
  const says = (type: string) => jobCondition(job, type) !== undefined;
  const hadCondition = (type: string) => jobCondition(previous, type) !== undefined;
  return {
    ...{ job, previous, status, before, says, said: hadCondition },
    changes: (...fields) => fields.some((field) => !semanticEqual(status[field], before[field])),
    turns: (...types) => types.some((type) => says(type) !== hadCondition(type)),
  };
}

function countErrors({ status }: Report): FieldError[] {
  return (['active', 'succeeded', 'failed', 'ready', 'terminating'] as const).flatMap((field) =>
    nonNegative(status[field], `status.${field}`),
  );
}

function uncountedErrors({ status }: Report): FieldError[] {
  const uids = new Set<string>();
  return (['succeeded', 'failed'] as const).flatMap((list) =>
    (status.uncountedTerminatedPods?.[list] ?? []).flatMap((uid, index) => {
      const path = `status.uncountedTerminatedPods.${list}[${index}]`;
      if (uid === '') return [fieldErrors.invalid(path, uid, 'must not be empty')];
      if (uids.has(uid)) return [fieldErrors.duplicate(path, uid)];
      uids.add(uid);
      return [];
    }),
  );
}

/** Refuses two terminal conditions. */
function conflictErrors({ says, turns }: Report): FieldError[] {
  const both = (type: string) => turns('Complete', type) && says('Complete') && says(type);
  return ['Failed', 'FailureTarget'].flatMap((type) => told(both(type), `cannot set Complete=True and ${type}=true conditions`));
}

/** Requires a completion time exactly for a complete Job, after its start. */
function completionErrors({ status, says, turns, changes }: Report): FieldError[] {
  const { startTime, completionTime } = status;
  const completes = turns('Complete') || changes('completionTime');
  const isEarly = startTime !== undefined && completionTime !== undefined && Date.parse(completionTime) < Date.parse(startTime);
  const refuse = (problem: string) => fieldErrors.invalid('status.completionTime', completionTime, problem);
  return [
    ...(completes && completionTime !== undefined && !says('Complete')
      ? [refuse('cannot set completionTime when there is no Complete=True condition')]
      : []),
    ...(completes && completionTime === undefined && says('Complete')
      ? [fieldErrors.required('status.completionTime', 'completionTime is required for Complete jobs')]
      : []),
    ...(changes('startTime', 'completionTime') && isEarly ? [refuse('must be equal to or after `startTime`')] : []),
  ];
}

/** Requires the announcement of a terminal condition. */
function unannouncedErrors({ says, turns, changes }: Report): FieldError[] {
  const fails = turns('Failed') || changes('failedIndexes');
  const completes = turns('Complete', 'SuccessCriteriaMet');
  return [
    ...told(fails && says('Failed') && !says('FailureTarget'), 'cannot set Failed=True condition without the FailureTarget=true condition'),
    ...told(
      completes && says('Complete') && !says('SuccessCriteriaMet'),
      'cannot set Complete=True condition without the SuccessCriteriaMet=true condition',
    ),
  ];
}

/** Requires a start time, no active pods and no uncounted pods for a finished Job. */
function finishedErrors(report: Report): FieldError[] {
  const { job, status } = report;
  if (jobFinished(job) === undefined) return [];
  const ends = jobFinished(report.previous) === undefined;
  const { active = 0, startTime, uncountedTerminatedPods: terminatedPods } = status;
  const neverBegins = job.spec?.suspend === true && job.spec.completions === 0;
  const open = (terminatedPods?.succeeded?.length ?? 0) + (terminatedPods?.failed?.length ?? 0);
  return [
    ...((ends || report.changes('active')) && active > 0
      ? [fieldErrors.invalid('status.active', active, 'active>0 is invalid for finished job')]
      : []),
    ...((ends || report.changes('startTime')) && !neverBegins && startTime === undefined
      ? [fieldErrors.required('status.startTime', 'startTime is required for finished job')]
      : []),
    ...((ends || report.changes('uncountedTerminatedPods')) && open > 0
      ? [fieldErrors.invalid('status.uncountedTerminatedPods', uncountedAsGo(terminatedPods), 'must be empty for finished job')]
      : []),
  ];
}

type IndexField = 'completedIndexes' | 'failedIndexes';

function indexErrors(report: Report): FieldError[] {
  const { completionMode, backoffLimitPerIndex } = report.job.spec ?? {};
  const { completedIndexes = '', failedIndexes } = report.status;
  const refuse = (field: IndexField, problem: string) => (report.changes(field) ? [indexError(report, field, problem)] : []);
  return [
    ...formatErrors(report, 'completedIndexes'),
    ...(backoffLimitPerIndex === undefined ? [] : formatErrors(report, 'failedIndexes')),
    ...(completedIndexes !== '' && completionMode !== 'Indexed'
      ? refuse('completedIndexes', 'cannot set non-empty completedIndexes when non-indexed completion mode')
      : []),
    ...(failedIndexes !== undefined && backoffLimitPerIndex === undefined
      ? refuse('failedIndexes', 'cannot set non-null failedIndexes when backoffLimitPerIndex is null')
      : []),
    ...overlapErrors(report),
  ];
}

function formatErrors(report: Report, field: IndexField): FieldError[] {
  const { completions } = report.job.spec ?? {};
  if (completions === undefined || !report.changes(field)) return [];
  const read = readIndexes(report.status[field] ?? '', completions);
  return 'problem' in read ? [indexError(report, field, `error parsing ${field}: ${read.problem}`)] : [];
}

function overlapErrors(report: Report): FieldError[] {
  const { completions } = report.job.spec ?? {};
  const { completedIndexes = '', failedIndexes = '' } = report.status;
  if (completions === undefined || !report.changes('failedIndexes', 'completedIndexes')) return [];
  const problem = overlapProblem(completedIndexes, failedIndexes, completions);
  return problem === undefined ? [] : [indexError(report, 'failedIndexes', problem)];
}

function indexError({ status }: Report, field: IndexField, problem: string): FieldError {
  return fieldErrors.invalid(`status.${field}`, status[field], problem);
}

function podErrors(report: Report): FieldError[] {
  const { active = 0, ready = 0, terminating = 0 } = report.status;
  const [finished, wasFinished] = [report.job, report.previous].map((job) => jobFinished(job) !== undefined);
  return [
    ...((finished !== wasFinished || report.changes('terminating')) && finished && terminating > 0
      ? [fieldErrors.invalid('status.terminating', terminating, 'terminating>0 is invalid for finished job')]
      : []),
    ...(report.changes('ready', 'active') && ready > active
      ? [fieldErrors.invalid('status.ready', ready, 'cannot set more ready pods than active')]
      : []),
  ];
}

/** Refuses failure after success criteria are met, and completion without them under a success policy. */
function successErrors({ job, says }: Report): FieldError[] {
  const met = says('SuccessCriteriaMet');
  return [
    ...told(met && says('Failed'), 'cannot set SuccessCriteriaMet=True and Failed=true conditions'),
    ...told(met && says('FailureTarget'), 'cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'),
    ...told(
      job.spec?.successPolicy !== undefined && !met && says('Complete'),
      'cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True',
    ),
  ];
}

/** Refuses reversal of terminal conditions, counts and times. */
function backwardErrors(report: Report): FieldError[] {
  const { job, previous, status, before, says, said } = report;
  const lostTypes = ['Failed', 'Complete', 'FailureTarget'].filter((type) => said(type) && !says(type));
  const { completionMode, completions, parallelism, suspend = false } = job.spec ?? {};
  const mayShrink = completionMode === 'Indexed' && completions === parallelism;
  const resumed = said('Suspended') && job.status?.conditions?.some(({ type, status: is }) => type === 'Suspended' && is === 'False');
  const restarted = before.startTime !== undefined && report.changes('startTime') && !suspend && !resumed;
  const moved = status.completionTime !== undefined && before.completionTime !== undefined && report.changes('completionTime');
  return [
    ...lostTypes.flatMap((type) => told(true, `cannot disable the terminal ${type}=True condition`)),
    ...decreased('failed', status, before),
    ...(mayShrink ? [] : decreased('succeeded', status, before)),
    ...(moved ? [fieldErrors.invalid('status.completionTime', status.completionTime, 'field is immutable')] : []),
    ...(restarted ? [fieldErrors.required('status.startTime', 'startTime cannot be removed for unsuspended job')] : []),
    ...told(said('SuccessCriteriaMet') && !says('SuccessCriteriaMet'), 'cannot disable the SuccessCriteriaMet=True condition'),
    ...told(
      jobCondition(previous, 'Complete') !== undefined && report.turns('SuccessCriteriaMet') && says('SuccessCriteriaMet'),
      'cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions',
    ),
  ];
}

function decreased(field: 'failed' | 'succeeded', status: JobStatus, before: JobStatus): FieldError[] {
  const [now, then] = [status[field] ?? 0, before[field] ?? 0];
  return now < then ? [fieldErrors.invalid(`status.${field}`, now, `cannot decrease the ${field} counter`)] : [];
}

function told(broken: boolean, problem: string): FieldError[] {
  return broken ? [fieldErrors.invalidWhole('status.conditions', problem)] : [];
}

/** Returns the pods in the form of Go's internal type, without JSON names. */
function uncountedAsGo({ succeeded = [], failed = [] }: NonNullable<JobStatus['uncountedTerminatedPods']> = {}): object {
  return { Succeeded: succeeded.length > 0 ? succeeded : null, Failed: failed.length > 0 ? failed : null };
}
