import type { Controller, KeyDelay, Plan } from '@klockwork/controller-runtime';
import type { Informer, InformerFactory, Notice } from '@klockwork/informers';
import { type Job, jobFinished, type Pod } from '@klockwork/resources';
import { BY_CONTROLLER, BY_ORPHANED_IN, BY_TRACKING_JOB, jobInformer, podInformer, trackingJob } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { ownerKeys } from '../ownership/owner-keys.ts';
import { controllerOf } from '../ownership/owner-reference.ts';
import { FinishedPods } from './finished-pods.ts';
import { isTracked } from './job-view.ts';
import { releasePod } from './manage-pods.ts';
import { isOurs, reconcileJob } from './reconcile-job.ts';

/** Models `DefaultJobApiBackOff` and `MaxJobApiBackOff`. */
const BACK_OFF = { firstMs: 1_000, maxMs: 60_000 };

/** Delay that collects changes of pods and of statuses. Models `syncJobBatchPeriod`. */
const BATCH: KeyDelay = { ms: 1_000, timer: { name: 'job-sync-batch' } };

/** Runs pods of Jobs to completion. Models pkg/controller/job. */
export function jobController(informers: InformerFactory): Controller {
  const jobs = jobInformer(informers);
  const pods = podInformer(informers);
  const finishedPods = new FinishedPods();
  return {
    name: 'job-controller',
    keysOf: 'jobs',
    backOff: BACK_OFF,
    sources: [
      {
        informer: jobs,
        keys({ object, change }: Notice<Job>) {
          if (change === 'deleted') finishedPods.forget(object);
          return [keyOf(object)];
        },
        delay: jobDelay,
      },
      {
        informer: pods,
        keys(notice: Notice<Pod>) {
          const controller = controllerOf(notice.object);
          if (controller?.kind === 'Job') finishedPods.see(controller.uid, notice.object);
          return [...new Set([...ownerKeys(notice, 'Job', jobs), ...trackingJob(notice.object)])];
        },
        delay: ({ object }: Notice<Pod>) => podDelay(object, jobs),
      },
    ],
    reconcile(key, now) {
      const job = jobs.get(...splitKey(key));
      if (job === undefined || jobFinished(job) !== undefined) return release(key, pods, job);
      const { uid = '', namespace = '' } = job.metadata ?? {};
      const candidates = [...pods.byIndex(BY_CONTROLLER, uid), ...pods.byIndex(BY_ORPHANED_IN, namespace)];
      const plan = reconcileJob({ job, pods: candidates, finished: finishedPods.of(job) }, now);
      const { stages } = release(key, pods, job);
      return stages.length === 0 ? plan : { ...plan, stages: [...stages, ...plan.stages] };
    },
  };
}

/** Creation, deletion and new specs are handled at once, as is the release of a finished Job's pods. Models addJob and updateJob. */
function jobDelay({ change, object, previous }: Notice<Job>): KeyDelay | undefined {
  const isNew = change !== 'updated' || object.metadata?.generation !== previous?.metadata?.generation;
  return isNew || jobFinished(object) !== undefined ? undefined : BATCH;
}

/** A pod that no Job will count is released at once. Models addPod, updatePod and enqueueOrphanPod. */
function podDelay(pod: Pod, jobs: Informer<Job>): KeyDelay | undefined {
  const controller = controllerOf(pod);
  if (controller === undefined) return isTracked(pod) ? undefined : BATCH;
  const job = jobs.get(pod.metadata?.namespace ?? '', controller.name);
  const counts = job !== undefined && job.metadata?.uid === controller.uid && jobFinished(job) === undefined;
  return counts ? BATCH : undefined;
}

/**
 * Removes the tracking finalizer from pods that no Job will count: without a controller, or of a deleted, finished or replaced Job. Pods of
 * an externally managed Job are skipped. Models syncOrphanPod.
 */
function release(key: string, pods: Informer<Pod>, job: Job | undefined): Plan {
  if (job !== undefined && !isOurs(job)) return { stages: [] };
  const counts = job !== undefined && jobFinished(job) === undefined;
  const abandonedPods = pods
    .byIndex(BY_TRACKING_JOB, key)
    .filter((pod) => isTracked(pod) && !(counts && controllerOf(pod)?.uid === job.metadata?.uid));
  return { stages: abandonedPods.length === 0 ? [] : [abandonedPods.map(releasePod)] };
}
