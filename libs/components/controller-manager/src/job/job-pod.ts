import type { EventSubject } from '@klockwork/controller-runtime';
import { type Job, jobNames, type Pod } from '@klockwork/resources';
import { podOfTemplate } from '../pods/pod-actions.ts';
import { failureAnnotations, limitsIndexes } from './index-failures.ts';

const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';
/** Names get five more characters, within the 63 of a label. */
const PREFIX_LENGTH_MAX = 58;

/**
 * New pod of a Job with tracking finalizer; `index` is for an Indexed Job, `previous` its failed predecessor under a back-off limit for
 * each index. Models manageJob.
 */
export function jobPod(owner: EventSubject, job: Job, index?: number, previous?: Pod): Pod {
  const pod = podOfTemplate(owner, job.spec?.template);
  const finalizers = pod.metadata?.finalizers ?? [];
  const trackedFinalizers = finalizers.includes(jobNames.trackingFinalizer) ? finalizers : [...finalizers, jobNames.trackingFinalizer];
  pod.metadata = { ...pod.metadata, finalizers: trackedFinalizers };
  if (index !== undefined) giveIndex(pod, job.metadata?.name ?? '', index);
  if (limitsIndexes(job)) pod.metadata.annotations = { ...pod.metadata.annotations, ...failureAnnotations(job, previous) };
  return pod;
}

function giveIndex(pod: Pod, jobName: string, index: number): void {
  const indexMark = { [jobNames.completionIndex]: `${index}` };
  const suffix = `-${index}-`;
  pod.metadata = {
    ...pod.metadata,
    generateName: `${jobName.slice(0, PREFIX_LENGTH_MAX - suffix.length)}${suffix}`,
    labels: { ...pod.metadata?.labels, ...indexMark },
    annotations: { ...pod.metadata?.annotations, ...indexMark },
  };
  if (pod.spec === undefined) return;
  pod.spec.hostname = `${jobName}-${index}`;
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    if (container.env?.some(({ name }) => name === INDEX_VARIABLE)) continue;
    const fieldRef = { fieldPath: `metadata.labels['${jobNames.completionIndex}']` };
    container.env = [...(container.env ?? []), { name: INDEX_VARIABLE, valueFrom: { fieldRef } }];
  }
}
