import type { ClusterApi } from '@klockwork/cluster-api';
import { type Cause, mergeCauses } from '@klockwork/event-store';
import { type Activity, ApiError, type Clock, type Logger, logFailure, messageOf, type StopSignal } from '@klockwork/kernel';
import type { Pod, PodStatus } from '@klockwork/kubernetes-types';
import { statusPatch } from '@klockwork/pod-lifecycle';
import { resources } from '@klockwork/resources';

/** Newest status of a pod on its way to the API. */
interface Entry {
  readonly api: ClusterApi;
  /** Newest known object, the base of a patch. */
  stored: Pod;
  desired: PodStatus | undefined;
  cause: Cause;
  /** True if a deletion follows the write. */
  closing: boolean;
  /** True while queued, in a write, or waiting for a retry. */
  busy: boolean;
  failures: number;
}

/**
 * Maximum number of concurrent requests, over all nodes of the process. More would not be faster, and fewer changes would share a write.
 */
const WRITERS_MAX = 32;
const RETRY_MS_FIRST = 500;
const RETRY_MS_MAX = 30_000;

/**
 * Writes pod statuses: one request per pod at a time, always the newest status. Superseded statuses are never written, and no status goes
 * backwards. Models `pkg/kubelet/status/status_manager.go`.
 */
export class StatusWriter {
  readonly #activity: Activity;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #stop: StopSignal;
  readonly #entries = new Map<string, Entry>();
  #ready: string[] = [];
  #writing = 0;
  #turnDue = false;

  constructor(parts: { activity: Activity; clock: Clock; logger: Logger; stop: StopSignal }) {
    this.#activity = parts.activity;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#stop = parts.stop;
  }

  /** Queues `status` for `pod`, written by the node of `api`. */
  report(api: ClusterApi, pod: Pod, status: PodStatus, cause: Cause): void {
    const entry = this.#entry(api, pod, cause);
    // A decision without news is no cause of the write.
    if (entry.desired !== undefined && statusPatch(entry.desired, status) === undefined) return;
    // Superseded statuses remain causes of the write.
    entry.cause = entry.desired === undefined ? cause : mergeCauses(cause, entry.cause);
    entry.desired = status;
    this.#enqueue(pod, entry);
  }

  /** Deletes the pod without grace period after its status was written. */
  close(api: ClusterApi, pod: Pod, cause: Cause): void {
    const entry = this.#entry(api, pod, cause);
    entry.closing = true;
    if (entry.desired === undefined) entry.cause = cause;
    this.#enqueue(pod, entry);
  }

  /** Handles a version of a pod from the API. */
  observe(pod: Pod): void {
    const entry = this.#entries.get(uidOf(pod));
    // Prefers the caches' object over an equal one from an answer, to save memory.
    if (entry !== undefined && !isNewer(entry.stored, pod)) entry.stored = pod;
  }

  /** Drops a deleted pod. */
  forget(pod: Pod): void {
    this.#entries.delete(uidOf(pod));
  }

  #entry(api: ClusterApi, pod: Pod, cause: Cause): Entry {
    const entry = this.#entries.get(uidOf(pod)) ?? {
      api,
      stored: pod,
      desired: undefined,
      cause,
      closing: false,
      busy: false,
      failures: 0,
    };
    if (isNewer(pod, entry.stored)) entry.stored = pod;
    this.#entries.set(uidOf(pod), entry);
    return entry;
  }

  #enqueue(pod: Pod, entry: Entry): void {
    if (entry.busy) return;
    entry.busy = true;
    this.#ready.push(uidOf(pod));
    void this.#startNextTurn();
  }

  /** Writes start a turn later, so that changes of one instant share a write. */
  async #startNextTurn(): Promise<void> {
    if (this.#turnDue) return;
    this.#turnDue = true;
    await this.#activity.turn();
    this.#turnDue = false;
    this.#startNext();
  }

  #startNext(): void {
    while (this.#writing < WRITERS_MAX && this.#ready.length > 0 && !this.#stop.stopped) {
      const batch = this.#ready.splice(0, WRITERS_MAX - this.#writing);
      for (const uid of batch) void this.#writeOne(uid);
    }
  }

  async #writeOne(uid: string): Promise<void> {
    const entry = this.#entries.get(uid);
    if (entry === undefined) return;
    this.#writing += 1;
    try {
      await this.#write(uid, entry);
      entry.failures = 0;
    } catch (error) {
      if (!(error instanceof ApiError)) logFailure(this.#logger, { pod: nameOf(entry.stored).name }, error);
      this.#refused(uid, entry, error);
    } finally {
      this.#writing -= 1;
      this.#startNext();
    }
  }

  /** Writes until the desired status is stored. */
  async #write(uid: string, entry: Entry): Promise<void> {
    const name = nameOf(entry.stored);
    while (entry.desired !== undefined && !this.#stop.stopped) {
      const { desired } = entry;
      entry.desired = undefined;
      const status = statusPatch(entry.stored.status ?? {}, desired);
      if (status === undefined) continue;
      const patch = { type: 'strategic', body: { metadata: { uid }, status } } as const;
      try {
        const writtenPod = await entry.api.patch<Pod>(resources.pods, name, patch, { cause: entry.cause, subresource: 'status' });
        if (isNewer(writtenPod, entry.stored)) entry.stored = writtenPod;
      } catch (error) {
        entry.desired ??= desired;
        throw error;
      }
    }
    entry.busy = false;
    if (entry.closing && !this.#stop.stopped)
      await entry.api.delete(resources.pods, name, { gracePeriodSeconds: 0, uid }, { cause: entry.cause });
    entry.closing = false;
  }

  #refused(uid: string, entry: Entry, error: unknown): void {
    const reason = error instanceof ApiError ? error.status.reason : undefined;
    // Deleted, or replaced under the same name: the informer reports it.
    if (reason === 'NotFound' || reason === 'Conflict') return void this.#entries.delete(uid);
    this.#logger.warn({ pod: nameOf(entry.stored).name, error: messageOf(error) }, 'pod status not written');
    entry.busy = true;
    const delayMs = Math.min(RETRY_MS_FIRST * 2 ** entry.failures, RETRY_MS_MAX);
    entry.failures += 1;
    const forgetStop = this.#stop.onStop(() => cancel());
    const { namespace, name } = nameOf(entry.stored);
    const cancel = this.#clock.after(delayMs, { name: 'pod-status-retry', object: `pods/${namespace}/${name}` }, () => {
      forgetStop();
      this.#ready.push(uid);
      this.#startNext();
    });
  }
}

function uidOf(pod: Pod): string {
  return pod.metadata?.uid ?? '';
}

function nameOf({ metadata }: Pod): { namespace: string; name: string } {
  return { namespace: metadata?.namespace ?? '', name: metadata?.name ?? '' };
}

function isNewer(pod: Pod, storedPod: Pod): boolean {
  return Number(pod.metadata?.resourceVersion ?? 0) > Number(storedPod.metadata?.resourceVersion ?? 0);
}
