import { type Controller, NOTHING } from '@klockwork/controller-runtime';
import type { InformerFactory, Notice } from '@klockwork/informers';
import type { Job } from '@klockwork/resources';
import { jobInformer } from '../informer-indexes.ts';
import { keyOf, splitKey } from '../ownership/name-of.ts';
import { reconcileTtl } from './reconcile-ttl.ts';

/** Deletes finished Jobs after their TTL. Models pkg/controller/ttlafterfinished. */
export function ttlAfterFinishedController(informers: InformerFactory): Controller {
  const jobs = jobInformer(informers);
  return {
    name: 'ttl-after-finished-controller',
    keysOf: 'jobs',
    sources: [{ informer: jobs, keys: ({ object }: Notice<Job>) => [keyOf(object)] }],
    reconcile(key, now) {
      const job = jobs.get(...splitKey(key));
      return job === undefined ? NOTHING : reconcileTtl(job, now);
    },
  };
}
