import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import { type CronJob, type Job, resources } from '@klockwork/resources';
import { BY_CONTROLLER, jobInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { controllerOf } from '../ownership/owner-reference.ts';
import { reconcileCronJob } from './reconcile-cron-job.ts';

/** Makes Jobs by schedule. Models pkg/controller/cronjob. */
export function cronJobController(informers: InformerFactory): Controller {
  const cronJobs = informers.informer<CronJob>(resources.cronJobs);
  const jobs = jobInformer(informers);
  return {
    name: 'cronjob-controller',
    keysOf: 'cronjobs',
    sources: [
      { informer: cronJobs, keys: ({ object }: Notice<CronJob>) => [keyOf(object)] },
      { informer: jobs, keys: keysOfJob },
    ],
    reconcile(key, now) {
      const cronJob = cronJobs.get(...splitKey(key));
      if (cronJob === undefined) return NOTHING;
      return reconcileCronJob({ cronJob, jobs: jobs.byIndex(BY_CONTROLLER, cronJob.metadata?.uid ?? '') }, now);
    },
  };
}

/** CronJob controlling a Job. Jobs are neither adopted nor released. */
function keysOfJob({ object }: Notice<Job>): string[] {
  const controller = controllerOf(object);
  return controller?.kind === 'CronJob' ? [`${object.metadata?.namespace}/${controller.name}`] : [];
}
