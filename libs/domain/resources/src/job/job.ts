import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** Pod template of a Job, with success and failure criteria. */
export interface JobSpec extends Omit<kubernetes.JobSpec, 'template'> {
  template: PodTemplateSpec;
}

/** Progress of a Job. */
export type JobStatus = kubernetes.JobStatus;

/** Condition of a Job: Suspended, SuccessCriteriaMet, Complete, FailureTarget, Failed. */
export type JobCondition = kubernetes.JobCondition;

/** Rule for a Job's reaction to a failed pod. */
export type PodFailurePolicyRule = kubernetes.PodFailurePolicyRule;

/** Job: pods that run to completion. */
export interface Job extends Omit<kubernetes.Job, 'spec' | 'status'> {
  spec?: JobSpec;
  status?: JobStatus;
}

/** Labels and annotations of a Job's pods, and the finalizer that delays their deletion until they are counted. */
export const jobNames = {
  controllerUid: 'batch.kubernetes.io/controller-uid',
  legacyControllerUid: 'controller-uid',
  jobName: 'batch.kubernetes.io/job-name',
  legacyJobName: 'job-name',
  completionIndex: 'batch.kubernetes.io/job-completion-index',
  indexFailureCount: 'batch.kubernetes.io/job-index-failure-count',
  indexIgnoredFailureCount: 'batch.kubernetes.io/job-index-ignored-failure-count',
  trackingFinalizer: 'batch.kubernetes.io/job-tracking',
} as const;

/** Returns the condition of this type if True, else undefined. */
export function jobCondition({ status }: Job, type: string): JobCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

/** Returns the terminal condition of a Job, Complete or Failed; undefined for unfinished ones. Models `IsJobFinished`. */
export function jobFinished(job: Job): JobCondition | undefined {
  return jobCondition(job, 'Complete') ?? jobCondition(job, 'Failed');
}
