import { createLab, type Lab } from '@klockwork/controller-runtime/testing';
import { type Job, jobCondition, type Pod, resources } from '@klockwork/resources';
import { aJob } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { startControllerManager } from '../start-controller-manager.ts';

const cause = { trigger: 'request', name: 'test' } as const;

async function labWithJob(completions = 1): Promise<Lab> {
  const lab = createLab();
  await startControllerManager(lab.context);
  await lab.api.create<Job>(resources.jobs, aJob({ spec: { completions, parallelism: completions } }), { cause });
  await lab.advance(0);
  return lab;
}

const podsOf = (lab: Lab) => lab.api.log.objects(resources.pods) as Pod[];
const jobOf = (lab: Lab) => lab.api.log.objects(resources.jobs)[0] as Job;
const isComplete = (lab: Lab) => jobCondition(jobOf(lab), 'Complete') !== undefined;
const jobWrites = (lab: Lab) => lab.api.writes.filter(({ verb, resource }) => verb === 'update' && resource.resource === 'jobs').length;

async function end(lab: Lab, pod: Pod | undefined, phase: string): Promise<void> {
  if (pod === undefined) throw new Error('no pod');
  await lab.api.update<Pod>(resources.pods, { ...pod, status: { ...pod.status, phase } }, { cause, subresource: 'status' });
  await lab.advance(0);
}

test('a new Job has its pod at once', async () => {
  expect(podsOf(await labWithJob())).toHaveLength(1);
});

test('a Job counts its pod and is Complete one second after the end of the pod', async () => {
  const lab = await labWithJob();
  await lab.advance(10_000);
  await end(lab, podsOf(lab)[0], 'Succeeded');
  await lab.advance(999);
  expect([isComplete(lab), jobOf(lab).status?.succeeded]).toEqual([false, undefined]);
  await lab.advance(1);
  expect([isComplete(lab), jobOf(lab).status?.succeeded]).toEqual([true, 1]);
  expect(podsOf(lab)[0]?.metadata?.finalizers ?? []).toEqual([]);
});

test('ends of pods within a second are handled together', async () => {
  const lab = await labWithJob(3);
  await lab.advance(10_000);
  const before = jobWrites(lab);
  for (const pod of podsOf(lab)) {
    await end(lab, pod, 'Succeeded');
    await lab.advance(300);
  }
  expect(jobWrites(lab)).toBe(before);
  await lab.advance(100);
  expect([isComplete(lab), jobWrites(lab) - before]).toEqual([true, 2]);
});

test('a new spec is handled at once', async () => {
  const lab = await labWithJob();
  await lab.advance(10_000);
  const job = jobOf(lab);
  await lab.api.update<Job>(resources.jobs, { ...job, spec: { ...job.spec, suspend: true } as Job['spec'] }, { cause });
  await lab.advance(0);
  expect(jobCondition(jobOf(lab), 'Suspended')?.status).toBe('True');
});

test('a pod of a finished Job starts no batch', async () => {
  const lab = await labWithJob();
  await end(lab, podsOf(lab)[0], 'Succeeded');
  await lab.advance(3_000);
  await end(lab, podsOf(lab)[0], 'Failed');
  expect([isComplete(lab), lab.clock.pending().filter(({ timer }) => timer.name === 'job-sync-batch')]).toEqual([true, []]);
});
