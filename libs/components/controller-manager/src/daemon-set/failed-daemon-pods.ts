import type { KubeObject, Pod } from '@klockwork/resources';
import { type PodFailures, targetNodeOf } from './daemon-set-view.ts';

/** Upstream's failedPodsBackoff: 1 s, doubled up to 15 minutes. */
const BACK_OFF_MS_MIN = 1_000;
const BACK_OFF_MS_MAX = 900_000;
const NONE: PodFailures = { count: 0, at: 0 };

/** Counts failed pods, each once, for the replacement back-off: a node that rejects each pod must not cause endless creation. */
export class FailedDaemonPods {
  readonly #byNode = new Map<string, PodFailures>();
  readonly #seen = new Map<string, Set<string>>();

  /** Counts a failed pod of the DaemonSet with this uid. */
  see(daemonSetUid: string, pod: Pod, now: number): void {
    if (pod.status?.phase !== 'Failed') return;
    const seen = this.#seen.get(daemonSetUid) ?? new Set<string>();
    this.#seen.set(daemonSetUid, seen);
    const uid = pod.metadata?.uid ?? '';
    if (seen.has(uid)) return;
    seen.add(uid);
    const key = `${daemonSetUid}/${targetNodeOf(pod)}`;
    this.#byNode.set(key, { count: (this.#byNode.get(key)?.count ?? 0) + 1, at: now });
  }

  on(daemonSet: KubeObject, node: string): PodFailures {
    return this.#byNode.get(`${daemonSet.metadata?.uid}/${node}`) ?? NONE;
  }

  forget(daemonSet: KubeObject): void {
    const uid = daemonSet.metadata?.uid ?? '';
    this.#seen.delete(uid);
    for (const key of this.#byNode.keys()) if (key.startsWith(`${uid}/`)) this.#byNode.delete(key);
  }
}

/** Earliest time to delete and replace the last failed pod; immediately for the first. */
export function deletableAt({ count, at }: PodFailures): number {
  return count < 2 ? at : at + Math.min(BACK_OFF_MS_MIN * 2 ** (count - 2), BACK_OFF_MS_MAX);
}
