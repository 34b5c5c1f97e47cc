import { objectText } from '@klockwork/event-store';
import { type Job, jobCondition, type ObjectKey, type Pod, resources } from '@klockwork/resources';
import { type ClusterView, type DiagnosisDraft, eventsAbout, keyOf, type Subject, sinceRevision } from '../subject.ts';

/** Pods that are diagnosed themselves. */
const PODS_MAX = 5;

/** Explains condition Failed of a Job by its limit and failed pods, including deleted ones. */
export function diagnoseJobFailed(subject: Subject, view: ClusterView): DiagnosisDraft | undefined {
  const job = subject.object as Job;
  const condition = jobCondition(job, 'Failed');
  if (condition === undefined) return undefined;
  const failedKeys = failedPods(job, view);
  const left = failedKeys.length - PODS_MAX;
  return {
    statement: `${objectText(subject.key)} failed: ${condition.reason}: ${condition.message}`,
    findings: [
      {
        text: limitText(job, condition.reason ?? ''),
        revision: sinceRevision(subject, (object) => jobCondition(object as Job, 'Failed') !== undefined),
      },
      ...(left > 0 ? [{ text: `${left} more pods failed than are shown` }] : []),
    ],
    remedies: ['correct the cause, then create the Job again: kubectl replace --force -f FILE'],
    revision: sinceRevision(subject, (object) => jobCondition(object as Job, 'Failed') !== undefined),
    related: failedKeys.slice(0, PODS_MAX),
  };
}

function limitText({ spec, status }: Job, reason: string): string {
  const pods = `${status?.failed ?? 0} pod${status?.failed === 1 ? '' : 's'} failed`;
  if (reason === 'DeadlineExceeded') return `activeDeadlineSeconds is ${spec?.activeDeadlineSeconds}, counted from ${status?.startTime}`;
  if (reason === 'BackoffLimitExceeded') return `backoffLimit is ${spec?.backoffLimit ?? 6}, and ${pods}`;
  if (reason === 'MaxFailedIndexesExceeded')
    return `maxFailedIndexes is ${spec?.maxFailedIndexes}; failed indexes: ${status?.failedIndexes}`;
  if (reason === 'FailedIndexes') return `failed indexes: ${status?.failedIndexes}`;
  return pods;
}

/** Returns unsuccessful pods of the Job. Names of deleted pods come from the Job's Events. */
function failedPods(job: Job, view: ClusterView): readonly ObjectKey[] {
  const namespace = job.metadata?.namespace ?? '';
  const pods = view.list<Pod>(resources.pods, namespace).filter(({ metadata }) => isOwned(metadata, job));
  const present = new Set(pods.map(({ metadata }) => metadata?.name ?? ''));
  const podNames = eventsAbout(view, job).flatMap(({ reason, message }) =>
    reason === 'SuccessfulCreate' ? (/^Created pod: (\S+)$/.exec(message ?? '')?.[1] ?? []) : [],
  );
  return [
    ...pods.filter(({ status }) => status?.phase === 'Failed').map((pod) => keyOf(resources.pods, pod)),
    ...podNames.filter((name) => !present.has(name)).map((name) => keyOf(resources.pods, { metadata: { namespace, name } })),
  ];
}

function isOwned(metadata: Pod['metadata'], { metadata: owner }: Job): boolean {
  return metadata?.ownerReferences?.some(({ uid }) => uid === owner?.uid) ?? false;
}
