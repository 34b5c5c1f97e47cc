import type * as kubernetes from '@klockwork/kubernetes-types';
import type { PodTemplateSpec } from '../pod-template/pod-spec.ts';

/** What a Job is to run, and when it has succeeded or failed. */
export interface JobSpec extends Omit<kubernetes.JobSpec, 'template'> {
  template: PodTemplateSpec;
}

/** How far a Job has come. */
export type JobStatus = kubernetes.JobStatus;

/** What is known about a Job: Suspended, SuccessCriteriaMet, Complete, FailureTarget, Failed. */
export type JobCondition = kubernetes.JobCondition;

/** A rule that says what becomes of a Job when a pod of it fails. */
export type PodFailurePolicyRule = kubernetes.PodFailurePolicyRule;

/** A Job. Every `Job` of `kubernetes-types` is one. */
export interface Job extends Omit<kubernetes.Job, 'spec' | 'status'> {
  spec?: JobSpec;
  status?: JobStatus;
}

/** Labels and annotations a Job's pods carry, and the finalizer that keeps them until they are counted. */
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

/** The condition of this type when it is True, or undefined. */
export function jobCondition({ status }: Job, type: string): JobCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

/** The condition that says that nothing more will become of the Job, Complete or Failed, or undefined. Models `IsJobFinished`. */
export function jobFinished(job: Job): JobCondition | undefined {
  return jobCondition(job, 'Complete') ?? jobCondition(job, 'Failed');
}
