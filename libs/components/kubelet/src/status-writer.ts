import type { ClusterApi } from '@klockwork/cluster-api';
import { type Cause, mergeCauses } from '@klockwork/event-store';
import { type Activity, ApiError, type Clock, type Logger, logFailure, messageOf, type StopSignal } from '@klockwork/kernel';
import { statusPatch } from '@klockwork/pod-lifecycle';
import { resources } from '@klockwork/resources';
import type { Pod, PodStatus } from 'kubernetes-types/core/v1';

/** A pod's newest status, on its way to the API. */
interface Entry {
  readonly api: ClusterApi;
  /** The newest object that is known: what a patch is made against. */
  known: Pod;
  wanted: PodStatus | undefined;
  cause: Cause;
  /** Once the status is written, the object is to be deleted. */
  closing: boolean;
  /** Queued, being written, or waiting to be tried again. */
  busy: boolean;
  failures: number;
}

/** Requests under way at once, over all nodes of the process. More would not be faster, and fewer changes would meet in one write. */
const WRITERS_MAX = 32;
const RETRY_MS_FIRST = 500;
const RETRY_MS_MAX = 30_000;

/**
 * Writes pod statuses: one request per pod at a time, always the newest status, so what is superseded while it waits is
 * never written and nothing goes backwards. Models `pkg/kubelet/status/status_manager.go`.
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

  /** Wants `status` for `pod`, written as the node that `api` acts for. */
  report(api: ClusterApi, pod: Pod, status: PodStatus, cause: Cause): void {
    const entry = this.#entry(api, pod, cause);
    // A look that found nothing new has no part in what is written.
    if (entry.wanted !== undefined && statusPatch(entry.wanted, status) === undefined) return;
    // What is superseded while it waits has its part in what is written.
    entry.cause = entry.wanted === undefined ? cause : mergeCauses(cause, entry.cause);
    entry.wanted = status;
    this.#enqueue(pod, entry);
  }

  /** Wants the pod deleted with no grace period, after its status is written. */
  close(api: ClusterApi, pod: Pod, cause: Cause): void {
    const entry = this.#entry(api, pod, cause);
    entry.closing = true;
    if (entry.wanted === undefined) entry.cause = cause;
    this.#enqueue(pod, entry);
  }

  /** The API has shown this version of a pod. */
  observe(pod: Pod): void {
    const entry = this.#entries.get(uidOf(pod));
    // Of one version the caches' object is held, as it is anyway, and not that of an answer.
    if (entry !== undefined && !isNewer(entry.known, pod)) entry.known = pod;
  }

  /** The pod is gone. */
  forget(pod: Pod): void {
    this.#entries.delete(uidOf(pod));
  }

  #entry(api: ClusterApi, pod: Pod, cause: Cause): Entry {
    const entry = this.#entries.get(uidOf(pod)) ?? { api, known: pod, wanted: undefined, cause, closing: false, busy: false, failures: 0 };
    if (isNewer(pod, entry.known)) entry.known = pod;
    this.#entries.set(uidOf(pod), entry);
    return entry;
  }

  #enqueue(pod: Pod, entry: Entry): void {
    if (entry.busy) return;
    entry.busy = true;
    this.#ready.push(uidOf(pod));
    void this.#startNextTurn();
  }

  /** Writing begins a turn later: what happens to a pod at one instant goes into one write. */
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
      if (!(error instanceof ApiError)) logFailure(this.#logger, { pod: nameOf(entry.known).name }, error);
      this.#refused(uid, entry, error);
    } finally {
      this.#writing -= 1;
      this.#startNext();
    }
  }

  /** Writes until what is wanted is written. */
  async #write(uid: string, entry: Entry): Promise<void> {
    const name = nameOf(entry.known);
    while (entry.wanted !== undefined && !this.#stop.stopped) {
      const { wanted } = entry;
      entry.wanted = undefined;
      const status = statusPatch(entry.known.status ?? {}, wanted);
      if (status === undefined) continue;
      const patch = { type: 'strategic', body: { metadata: { uid }, status } } as const;
      try {
        const written = await entry.api.patch<Pod>(resources.pods, name, patch, { cause: entry.cause, subresource: 'status' });
        if (isNewer(written, entry.known)) entry.known = written;
      } catch (error) {
        entry.wanted ??= wanted;
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
    // Gone, or another pod of the same name: the informer says the rest.
    if (reason === 'NotFound' || reason === 'Conflict') return void this.#entries.delete(uid);
    this.#logger.warn({ pod: nameOf(entry.known).name, error: messageOf(error) }, 'pod status not written');
    entry.busy = true;
    const delayMs = Math.min(RETRY_MS_FIRST * 2 ** entry.failures, RETRY_MS_MAX);
    entry.failures += 1;
    const forgetStop = this.#stop.onStop(() => cancel());
    const { namespace, name } = nameOf(entry.known);
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

function isNewer(pod: Pod, known: Pod): boolean {
  return Number(pod.metadata?.resourceVersion ?? 0) > Number(known.metadata?.resourceVersion ?? 0);
}
