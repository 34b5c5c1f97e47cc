import { NOTHING, type Plan } from '@klockwork/controller-runtime';
import { type Job, jobFinished, resources } from '@klockwork/resources';
import { nameOf } from '../ownership/name-of.ts';

/** Deletes a finished Job and its pods (foreground) after its TTL. Models processJob of pkg/controller/ttlafterfinished. */
export function reconcileTtl(job: Job, now: number): Plan {
  const ttl = job.spec?.ttlSecondsAfterFinished;
  const endTime = jobFinished(job)?.lastTransitionTime;
  if (ttl === undefined || endTime === undefined || job.metadata?.deletionTimestamp !== undefined) return NOTHING;
  const due = Date.parse(endTime) + ttl * 1000;
  if (now < due) return { stages: [], wakeAt: { at: due, timer: { name: 'ttl-after-finished' } } };
  const { uid } = job.metadata ?? {};
  const deletion = { propagationPolicy: 'Foreground' as const, ...(uid === undefined ? {} : { uid }) };
  return { stages: [[{ type: 'delete', resource: resources.jobs, name: nameOf(job), deletion, tolerate: ['NotFound'] }]] };
}
