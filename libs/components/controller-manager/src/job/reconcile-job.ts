import { formatTime, labelSelector, semanticEqual } from '@klockwork/api-machinery';
import { type Action, NOTHING, type Plan, type PlannedAction } from '@klockwork/controller-runtime';
import { type Job, type JobStatus, jobCondition, jobFinished, jobNames, type Pod, resources } from '@klockwork/resources';
import { claim } from '../ownership/claim.ts';
import { record } from '../pods/pod-actions.ts';
import { type JobCensus, takeCensus } from './job-census.ts';
import { trackPods, withCondition, withVerdict } from './job-status.ts';
import { completion, deadlineOf, type Verdict, verdictOf } from './job-verdict.ts';
import type { JobView } from './job-view.ts';
import { endPods, type JobPodPlan, managePods, releasePod, unchanged } from './manage-pods.ts';

/** Default of `spec.managedBy`. */
const JOB_CONTROLLER = 'kubernetes.io/job-controller';

/** True for a Job that no other controller manages. */
export function isOurs({ spec }: Job): boolean {
  return (spec?.managedBy ?? JOB_CONTROLLER) === JOB_CONTROLLER;
}

/** Next step of a Job: pods, counts of finished ones, and conditions. Models syncJob of pkg/controller/job. */
export function reconcileJob(view: JobView, now: number): Plan {
  const { job } = view;
  if (jobFinished(job) !== undefined || !isOurs(job)) return NOTHING;
  const ownedResult = claim({
    owner: job,
    ownerResource: resources.jobs,
    selector: labelSelector.fromObject(job.spec?.selector),
    resource: resources.pods,
    candidates: view.pods,
    finalizer: jobNames.trackingFinalizer,
  });
  const census = takeCensus(job, ownedResult.claimed);
  const startedJob = withStart(job, now);
  const decidedVerdict = verdictOf(startedJob, census, now);
  const managedPlan = manage({ ...view, job: startedJob }, census, decidedVerdict, now);
  const verdict = decidedVerdict ?? completion(job, census, managedPlan.active);
  const { status, release } = nextStatus(startedJob, census, { managed: managedPlan, verdict, now });
  const stages = [ownedResult.actions, ...managedPlan.stages, statusStage(job, status), release.map(releasePod), events(job, status)];
  const plan = { stages: stages.filter((stage) => stage.length > 0), ...countsNow(job, { release, verdict }) };
  return withWake(plan, { ...job, status }, managedPlan, verdict);
}

/** Upstream counts released pods, and ends the Job, with a second status write of the same sync. */
function countsNow(job: Job, { release, verdict }: { release: readonly Pod[]; verdict: Verdict | undefined }): Pick<Plan, 'again'> {
  const isDecided = verdict !== undefined && jobCondition(job, verdict.type) === undefined;
  return release.length > 0 || isDecided ? { again: true } : {};
}

function manage(view: JobView, census: JobCensus, decidedVerdict: Verdict | undefined, now: number): JobPodPlan {
  if (decidedVerdict !== undefined) return endPods(view.job, census);
  return view.job.metadata?.deletionTimestamp === undefined ? managePods(view, census, now) : unchanged(census);
}

/** A Job starts when it is first seen and not suspended. */
function withStart(job: Job, now: number): Job {
  if (job.status?.startTime !== undefined || job.spec?.suspend === true) return job;
  return { ...job, status: { ...job.status, startTime: formatTime(now) } };
}

interface Outcome {
  readonly managed: JobPodPlan;
  readonly verdict: Verdict | undefined;
  readonly now: number;
}

function nextStatus(job: Job, census: JobCensus, { managed, verdict, now }: Outcome) {
  const { status: jobStatus, release } = trackPods(job, census, verdict);
  const { active: _, ...rest } = jobStatus;
  const counted = {
    ...rest,
    ...(managed.active > 0 ? { active: managed.active } : {}),
    ready: managed.ready,
    terminating: managed.terminating,
  };
  const status = verdict === undefined ? withSuspension(job, counted, now) : withVerdict(job, { status: counted, release }, verdict, now);
  return { status, release };
}

/** A resumed Job restarts its deadline, which does not run during suspension. */
function withSuspension({ spec, metadata }: Job, status: JobStatus, now: number): JobStatus {
  if (metadata?.deletionTimestamp !== undefined) return status;
  if (spec?.suspend === true)
    return withCondition(status, { type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' }, now);
  const resumedStatus = withCondition(status, { type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed' }, now);
  return resumedStatus === status ? status : { ...resumedStatus, startTime: formatTime(now) };
}

function statusStage(job: Job, status: JobStatus): PlannedAction[] {
  if (semanticEqual(job.status, status)) return [];
  const object: Job = { ...job, status };
  return [{ type: 'update', resource: resources.jobs, subresource: 'status', object }];
}

/** Events recorded after the status write. */
function events(job: Job, status: JobStatus): Action[] {
  const owner = { resource: resources.jobs, object: job };
  const next = { ...job, status };
  const [former, is] = [jobCondition(job, 'Suspended'), jobCondition(next, 'Suspended')].map((condition) => condition !== undefined);
  if (former !== is)
    return [is ? record(owner, 'Normal', 'Suspended', 'Job suspended') : record(owner, 'Normal', 'Resumed', 'Job resumed')];
  const failedCondition = jobCondition(next, 'Failed');
  if (failedCondition !== undefined) return [record(owner, 'Warning', failedCondition.reason ?? '', failedCondition.message ?? '')];
  if (jobCondition(next, 'Complete') === undefined) return [];
  const tooMany = 'Too many succeeded pods running after completion count reached';
  const surplus = (status.succeeded ?? 0) > (job.spec?.completions ?? Number.POSITIVE_INFINITY);
  return [
    ...(surplus ? [record(owner, 'Warning', 'TooManySucceededPods', tooMany)] : []),
    record(owner, 'Normal', 'Completed', 'Job completed'),
  ];
}

function withWake(plan: Plan, job: Job, managedPlan: JobPodPlan, verdict: Verdict | undefined): Plan {
  const deadline = deadlineOf(job);
  const { wakeAt } = managedPlan;
  if (verdict !== undefined) return plan;
  if (deadline !== undefined && deadline <= (wakeAt?.at ?? Number.POSITIVE_INFINITY))
    return { ...plan, wakeAt: { at: deadline, timer: { name: 'job-active-deadline' } } };
  return wakeAt === undefined ? plan : { ...plan, wakeAt };
}
