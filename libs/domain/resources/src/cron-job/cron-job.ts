import type { Mutable } from '@klockwork/kernel';
import type * as kubernetes from '@klockwork/kubernetes-types';
import type { ObjectMeta } from '@klockwork/kubernetes-types';
import type { JobSpec } from '../job/job.ts';

/** Template of a CronJob's Jobs. */
export interface JobTemplateSpec {
  metadata?: Mutable<ObjectMeta>;
  spec?: JobSpec;
}

/** Schedule of Jobs, and history limits. */
export interface CronJobSpec extends Omit<kubernetes.CronJobSpec, 'jobTemplate'> {
  jobTemplate: JobTemplateSpec;
}

/** Active Jobs, and last scheduled time. */
export type CronJobStatus = kubernetes.CronJobStatus;

/** CronJob: Jobs on a schedule. */
export interface CronJob extends Omit<kubernetes.CronJob, 'spec' | 'status'> {
  spec?: CronJobSpec;
  status?: CronJobStatus;
}
