import { secondsToMs } from '@klockwork/kernel';
import { type KubeObject, type Pod, podCondition } from '@klockwork/resources';

export interface FinishedPod {
  readonly uid: string;
  /** End time, lab ms. */
  readonly at: number;
  readonly succeeded: boolean;
}

const NONE: ReadonlyMap<string, FinishedPod> = new Map();

/**
 * Finished pods of each Job, including deleted ones, since the start of this process. Replaces upstream's backoffStore of
 * pkg/controller/job/backoff_utils.go.
 */
export class FinishedPods {
  readonly #byJob = new Map<string, Map<string, FinishedPod>>();

  /** Records a pod of the Job with this uid. A pod under deletion counts as failed, unless it succeeds later. */
  see(jobUid: string, pod: Pod): void {
    const { uid = '', deletionTimestamp } = pod.metadata ?? {};
    const succeeded = pod.status?.phase === 'Succeeded';
    if (!succeeded && pod.status?.phase !== 'Failed' && deletionTimestamp === undefined) return;
    const pods = this.#byJob.get(jobUid) ?? new Map<string, FinishedPod>();
    this.#byJob.set(jobUid, pods.set(uid, { uid, at: finishedAt(pod), succeeded }));
  }

  of(job: KubeObject): readonly FinishedPod[] {
    return [...(this.#byJob.get(job.metadata?.uid ?? '') ?? NONE).values()];
  }

  forget(job: KubeObject): void {
    this.#byJob.delete(job.metadata?.uid ?? '');
  }
}

/** End time of a pod, lab ms: of its last container, else of its readiness, else its deletion. Models getFinishedTime. */
export function finishedAt(pod: Pod): number {
  const ends = (pod.status?.containerStatuses ?? []).map(({ state }) => Date.parse(state?.terminated?.finishedAt ?? ''));
  if (ends.length > 0 && ends.every((end) => !Number.isNaN(end))) return Math.max(...ends);
  const ready = podCondition(pod, 'Ready');
  if (ready?.status === 'False' && ready.lastTransitionTime) return Date.parse(ready.lastTransitionTime);
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, creationTimestamp = '' } = pod.metadata ?? {};
  return deletionTimestamp === undefined
    ? Date.parse(creationTimestamp)
    : Date.parse(deletionTimestamp) - secondsToMs(deletionGracePeriodSeconds);
}
