import { type CronJob, type CronJobSpec, type Job, type JobSpec, jobCondition, jobFinished, resources } from '@klockwork/resources';
import type { ObservedCluster } from '../observation/observed-cluster.ts';
import type { Scenario } from '../scenario.ts';

const MINUTE = 60_000;

function job(name: string, script: string, spec: Partial<JobSpec> = {}): Job {
  const containers = [{ name: 'main', image: 'busybox:1.36', command: ['sh', '-c', script] }];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'default' },
    spec: { template: { spec: { restartPolicy: 'Never', containers } }, ...spec },
  };
}

function everyMinute(name: string, script: string): CronJob {
  const { spec } = job(name, script);
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'default' },
    spec: { schedule: '* * * * *', jobTemplate: { spec } } as CronJobSpec,
  };
}

/** True if three Jobs of distinct minutes are Complete, and all active ones are listed. */
function ticksWell(objects: ObservedCluster): boolean {
  const tickJobs = objects.list<Job>(resources.jobs).filter(({ metadata }) => metadata?.name?.startsWith('tick-'));
  const cronJob = objects.get<CronJob>(resources.cronJobs, { namespace: 'default', name: 'tick' });
  const going = tickJobs.filter((one) => jobFinished(one) === undefined).map(({ metadata }) => metadata?.uid);
  const listed = cronJob?.status?.active ?? [];
  return tickJobs.length - going.length === 3 && listed.length === going.length && listed.every(({ uid }) => going.includes(uid));
}

/** The Job ended this way, and every pod of it was counted once. */
function ended(objects: ObservedCluster, name: string, type: string, counts: { succeeded: number; failed: number }): boolean {
  const job = objects.get<Job>(resources.jobs, { namespace: 'default', name });
  if (job === undefined || jobCondition(job, type) === undefined) return false;
  const { succeeded = 0, failed = 0 } = job.status ?? {};
  return succeeded === counts.succeeded && failed === counts.failed;
}

/** Successful Jobs, failing Jobs, Jobs on a lost node, all with killed controllers. */
export const jobs: Scenario = {
  name: 'jobs',
  description: 'Jobs of all sorts end as they should, though the controller-manager and a node are killed',
  nodes: ['node-1', 'node-2'],
  async run(script) {
    const indexed = { completionMode: 'Indexed', completions: 5, parallelism: 2 };
    await script.apply(job('even', 'sleep 20', { completions: 6, parallelism: 3 }));
    await script.apply(job('indexed', 'sleep $((10 + JOB_COMPLETION_INDEX))', indexed));
    await script.apply(job('uneven', 'exit $((JOB_COMPLETION_INDEX % 2))', { ...indexed, backoffLimitPerIndex: 1 }));
    await script.apply(job('hopeless', 'sleep 5; exit 1', { backoffLimit: 2 }));
    await script.apply(job('brief', 'true', { ttlSecondsAfterFinished: 60 }));
    await script.apply(everyMinute('tick', 'sleep 20'));
    await script.pass(25_000 + script.random.integer(5_000));
    script.crash('controller-manager');
    await script.pass(script.random.integer(MINUTE));
    script.start('controller-manager');
    await script.waitUntil('four Jobs to end', (objects) => fourEnded(objects), 10 * MINUTE);
    await script.waitUntil(
      'the brief Job to be gone',
      (objects) => objects.get(resources.jobs, { namespace: 'default', name: 'brief' }) === undefined,
      3 * MINUTE,
    );
    await script.apply(job('moved', 'sleep 60', { completions: 2, parallelism: 2, backoffLimit: 10 }));
    await script.pass(20_000);
    script.crash('node-2');
    await script.waitUntil('the last three Jobs of each minute to be kept', ticksWell, 10 * MINUTE);
    await script.delete(resources.cronJobs, { namespace: 'default', name: 'tick' });
    // Pods of a lost node terminate until its return, and delay the end of their Job.
    await script.pass(8 * MINUTE);
    script.start('node-2');
    await script.waitUntil('a Job that lost a node for a while to be Complete', (objects) => isOver(objects, 'moved'), 5 * MINUTE);
    await script.delete(resources.jobs, { namespace: 'default', name: 'even' });
  },
};

function fourEnded(objects: ObservedCluster): boolean {
  const uneven = objects.get<Job>(resources.jobs, { namespace: 'default', name: 'uneven' });
  return (
    uneven?.status?.completedIndexes === '0,2,4' &&
    uneven.status.failedIndexes === '1,3' &&
    ended(objects, 'uneven', 'Failed', { succeeded: 3, failed: 4 }) &&
    ended(objects, 'even', 'Complete', { succeeded: 6, failed: 0 }) &&
    ended(objects, 'indexed', 'Complete', { succeeded: 5, failed: 0 }) &&
    ended(objects, 'hopeless', 'Failed', { succeeded: 0, failed: 3 })
  );
}

function isOver(objects: ObservedCluster, name: string): boolean {
  const job = objects.get<Job>(resources.jobs, { namespace: 'default', name });
  return job !== undefined && jobFinished(job)?.type === 'Complete' && job.status?.succeeded === 2;
}
