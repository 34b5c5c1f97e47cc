import { createLab, type Lab } from '@klockwork/controller-runtime/testing';
import { type Job, jobNames, type Pod, resources } from '@klockwork/resources';
import { aJob, aPod } from '@klockwork/resources/testing';
import { expect, test } from 'vitest';
import { startControllerManager } from '../start-controller-manager.ts';

const cause = { trigger: 'request', name: 'test' } as const;
const FINALIZER = jobNames.trackingFinalizer;

async function clusterWith(...pods: Pod[]): Promise<Lab> {
  const lab = createLab();
  await startControllerManager(lab.context);
  for (const pod of pods) await lab.api.create<Pod>(resources.pods, pod, { cause });
  await lab.advance(1_000);
  return lab;
}

const podNamed = (lab: Lab, name: string) =>
  (lab.api.log.objects(resources.pods) as Pod[]).find(({ metadata }) => metadata?.name === name)?.metadata;

const owner = (kind: string, apiVersion: string) => [{ apiVersion, kind, name: 'gone', uid: 'gone', controller: true }];

test('a pod that a Job adopted and released keeps no finalizer of the Job', async () => {
  const spec = { parallelism: 1, completions: 1, selector: { matchLabels: { app: 'mine' } } };
  const template = { metadata: { labels: { app: 'mine' } }, spec: { containers: [{ name: 'a', image: 'a' }], restartPolicy: 'Never' } };
  const job: Job = { ...aJob({ metadata: { name: 'mine' } }), spec: { ...spec, template } };
  const lab = await clusterWith(aPod({ metadata: { name: 'orphan', labels: { app: 'mine' } } }));
  await lab.api.create<Job>(resources.jobs, job, { cause });
  await lab.advance(1_000);
  expect(podNamed(lab, 'orphan')).toMatchObject({ finalizers: [FINALIZER], ownerReferences: [{ kind: 'Job', name: 'mine' }] });
  const pod = (lab.api.log.objects(resources.pods) as Pod[]).find(({ metadata }) => metadata?.name === 'orphan') as Pod;
  await lab.api.update<Pod>(resources.pods, { ...pod, metadata: { ...pod.metadata, labels: {} } }, { cause });
  await lab.advance(1_000);
  expect(podNamed(lab, 'orphan')).toMatchObject({ finalizers: [], ownerReferences: [] });
});

test('a pod of a deleted Job loses the tracking finalizer and is deleted', async () => {
  const metadata = { name: 'left', finalizers: [FINALIZER], ownerReferences: owner('Job', 'batch/v1') };
  expect(podNamed(await clusterWith(aPod({ metadata })), 'left')).toBeUndefined();
});

test.each<[string, object, string[]]>([
  ['without a controller loses it', {}, []],
  ['with the label of a missing Job loses it', { labels: { [jobNames.jobName]: 'never' } }, []],
  ['of another kind of controller keeps it', { ownerReferences: owner('Robot', 'example.com/v1') }, [FINALIZER]],
])('a pod with the finalizer of Jobs %s', async (_, metadata, finalizers) => {
  const pod = aPod({ metadata: { ...metadata, name: 'stray', finalizers: [FINALIZER] } });
  const lab = await clusterWith(pod);
  expect(podNamed(lab, 'stray')?.finalizers).toEqual(finalizers);
});
