import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';
import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { JobSpec } from '../job/job.ts';

/** The Jobs a CronJob makes. */
export interface JobTemplateSpec {
  metadata?: Mutable<ObjectMeta>;
  spec?: JobSpec;
}

/** When Jobs are made, and how many are kept. */
export interface CronJobSpec extends Omit<kubernetes.CronJobSpec, 'jobTemplate'> {
  jobTemplate: JobTemplateSpec;
}

/** Which Jobs go on, and when the last was due. */
export type CronJobStatus = kubernetes.CronJobStatus;

/** A CronJob. Every `CronJob` of `kubernetes-types` is one. */
export interface CronJob extends Omit<kubernetes.CronJob, 'spec' | 'status'> {
  spec?: CronJobSpec;
  status?: CronJobStatus;
}
