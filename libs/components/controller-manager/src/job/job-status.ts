import { formatTime } from '@klockwork/api-machinery';
import { IndexSet, type Job, type JobCondition, type JobStatus, jobCondition, type Pod } from '@klockwork/resources';
import type { JobCensus } from './job-census.ts';
import type { Verdict } from './job-verdict.ts';
import { completionIndexOf, hasValidIndex, isFailed, isIndexed, isTracked } from './job-view.ts';
import { countsAsFailure } from './pod-failure-policy.ts';

/** Max uncounted pods in the status: upstream's MaxUncountedPods. */
const UNCOUNTED_MAX = 500;

/** Status, plus pods whose finalizer may be removed after its write. */
export interface TrackedPods {
  readonly status: JobStatus;
  readonly release: readonly Pod[];
}

/**
 * Counts each pod exactly once, despite lost writes: first records the finished pod's uid in the status, then removes its finalizer, and
 * counts it once the finalizer is gone. Models trackJobStatusAndRemoveFinalizers.
 */
export function trackPods(job: Job, census: JobCensus, verdict: Verdict | undefined): TrackedPods {
  const trackedPods = census.pods.filter(isTracked);
  const status = countReleased(job.status ?? {}, new Set(trackedPods.map(uidOf)));
  const release = trackedPods.filter((pod) => mayGo(job, census, pod, verdict)).slice(0, UNCOUNTED_MAX);
  const { succeeded: notedSucceeded = [], failed: notedFailed = [] } = status.uncountedTerminatedPods ?? {};
  const succeededPods = release.filter((pod) => pod.status?.phase === 'Succeeded' && !notedFailed.includes(uidOf(pod)));
  const failedPods = release.filter(
    (pod) => !succeededPods.includes(pod) && failsIn(job, pod, verdict) && !notedFailed.includes(uidOf(pod)),
  );
  const notes = {
    succeeded: isIndexed(job) ? [] : union(notedSucceeded, succeededPods),
    failed: union(notedFailed, failedPods),
  };
  return { status: { ...status, uncountedTerminatedPods: withoutEmpty(notes), ...indexes(job, status, succeededPods, census) }, release };
}

/** A pod under deletion counts as failed when its Job ends without success. */
function failsIn(job: Job, pod: Pod, verdict: Verdict | undefined): boolean {
  const failed = isFailed(job, pod) || verdict?.type === 'FailureTarget';
  return failed && pod.status?.phase !== 'Succeeded' && hasValidIndex(job, pod) && countsAsFailure(job, pod);
}

/** A failed pod stays until its failure count is inherited. Models canRemoveFinalizer. */
function mayGo(job: Job, { toInherit }: JobCensus, pod: Pod, verdict: Verdict | undefined): boolean {
  const ends = job.metadata?.deletionTimestamp !== undefined || verdict !== undefined;
  if (ends || pod.status?.phase === 'Succeeded') return true;
  return isFailed(job, pod) && toInherit.get(completionIndexOf(pod) ?? -1) !== pod;
}

/** Models cleanUncountedPodsWithoutFinalizers. */
function countReleased(status: JobStatus, held: ReadonlySet<string>): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const [waitingSucceeded, waitingFailed] = [succeeded, failed].map((uids) => uids.filter((uid) => held.has(uid)));
  const sum = (count: number | undefined, noted: readonly string[], waiting: readonly string[] = []) =>
    (count ?? 0) + noted.length - waiting.length;
  return {
    ...status,
    ...nonZero('succeeded', sum(status.succeeded, succeeded, waitingSucceeded)),
    ...nonZero('failed', sum(status.failed, failed, waitingFailed)),
    uncountedTerminatedPods: { succeeded: waitingSucceeded ?? [], failed: waitingFailed ?? [] },
  };
}

/** Indexes record completed pods of an Indexed Job, hence no uid is needed. */
function indexes(job: Job, status: JobStatus, succeededPods: readonly Pod[], { failedIndexes }: JobCensus): Partial<JobStatus> {
  if (!isIndexed(job)) return {};
  const failed = failedIndexes === undefined ? {} : { failedIndexes: `${failedIndexes}` };
  const doneIndexes = succeededPods.filter((pod) => hasValidIndex(job, pod)).flatMap((pod) => completionIndexOf(pod) ?? []);
  const all = IndexSet.parse(status.completedIndexes, job.spec?.completions ?? 0).union(IndexSet.of(doneIndexes));
  return all.size === 0 ? failed : { succeeded: all.size, completedIndexes: `${all}`, ...failed };
}

/** Sets a condition if changed; False only replaces True. Models ensureJobConditionStatus. */
export function withCondition(
  status: JobStatus,
  content: Pick<JobCondition, 'type' | 'status' | 'reason' | 'message'>,
  now: number,
): JobStatus {
  const conditions = status.conditions ?? [];
  const previous = conditions.find(({ type }) => type === content.type);
  if (previous === undefined && content.status === 'False') return status;
  if (previous?.status === content.status && previous.reason === content.reason && previous.message === content.message) return status;
  const at = formatTime(now);
  const condition = { ...content, lastProbeTime: at, lastTransitionTime: at };
  return {
    ...status,
    conditions: previous === undefined ? [...conditions, condition] : conditions.map((other) => (other === previous ? condition : other)),
  };
}

/**
 * Adds the verdict to the status, then Complete or Failed once all pods ended and are counted, and the verdict is observed. Models
 * enactJobFinished.
 */
export function withVerdict(job: Job, { status, release }: TrackedPods, verdict: Verdict, now: number): JobStatus {
  const { type, reason, message } = verdict;
  const decidedStatus = withCondition(status, { type, status: 'True', reason, message }, now);
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const open = succeeded.length + failed.length + release.length + (status.terminating ?? 0);
  if (open > 0 || jobCondition(job, type) === undefined) return decidedStatus;
  const final = type === 'FailureTarget' ? 'Failed' : 'Complete';
  const endedStatus = withCondition(decidedStatus, { type: final, status: 'True', reason, message }, now);
  return final === 'Complete' ? { ...endedStatus, completionTime: formatTime(now) } : endedStatus;
}

function uidOf({ metadata }: Pod): string {
  return metadata?.uid ?? '';
}

function union(noted: readonly string[], pods: readonly Pod[]): string[] {
  return [...new Set([...noted, ...pods.map(uidOf)])];
}

function withoutEmpty(notes: { succeeded: string[]; failed: string[] }): JobStatus['uncountedTerminatedPods'] {
  return Object.fromEntries(Object.entries(notes).filter(([, uids]) => uids.length > 0));
}

function nonZero(field: 'succeeded' | 'failed', count: number): Partial<JobStatus> {
  return count === 0 ? {} : { [field]: count };
}
