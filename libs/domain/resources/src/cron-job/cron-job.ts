import type { Mutable } from '@klockwork/kernel';
import type * as batch from 'kubernetes-types/batch/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { JobSpec } from '../job/job.ts';

/** The Jobs a CronJob makes. */
export interface JobTemplateSpec {
  metadata?: Mutable<ObjectMeta>;
  spec?: JobSpec;
}

/** When Jobs are made, and how many are kept. */
export interface CronJobSpec extends Omit<Mutable<batch.CronJobSpec>, 'jobTemplate'> {
  jobTemplate: JobTemplateSpec;
}

/** Which Jobs go on, and when the last was due. */
export type CronJobStatus = Mutable<batch.CronJobStatus>;

/** A CronJob. Every `CronJob` of `kubernetes-types` is one. */
export interface CronJob extends Omit<Mutable<batch.CronJob>, 'spec' | 'status'> {
  spec?: CronJobSpec;
  status?: CronJobStatus;
}
