import type { ClusterApi } from '@klockwork/cluster-api';
import { type Cause, timerCause } from '@klockwork/event-store';
import { ApiError, type Cancel, type Clock, type Logger, logFailure, messageOf, nextWhole, type TimerName } from '@klockwork/kernel';
import { decideMirror, isMirrorOf, mirrorOf } from '@klockwork/node-lifecycle';
import { MIRROR_POD, type Pod, type PodStatus, resources } from '@klockwork/resources';
import type { StatusWriter } from '../status-writer.ts';
import { rootedCause } from './rooted-cause.ts';

export interface MirrorPodsParts {
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly node: string;
  readonly writer: StatusWriter;
}

export interface MirrorPodsOwner {
  /** UID of the Node; undefined before mirrors can be created. */
  readonly nodeUid: string | undefined;
}

/** State of one mirror pod, by full name. */
interface Entry {
  readonly fullName: string;
  desired?: Pod | undefined;
  isEnding: boolean;
  mirror?: Pod | undefined;
  /** Reported status of the static pod. */
  reported?: { readonly uid: string; readonly status: PodStatus; readonly cause: Cause } | undefined;
  busy: boolean;
  cause: Cause;
  retry?: Cancel | undefined;
}

/** Failed creations and deletions are retried at multiples of this, in ms. */
const RETRY_MS = 10_000;

/** Maintains the API's mirror pods of a node's static pods. Models `pkg/kubelet/pod/mirror_client.go`. */
export class MirrorPods {
  readonly #parts: MirrorPodsParts;
  readonly #owner: MirrorPodsOwner;
  readonly #entries = new Map<string, Entry>();
  readonly #deleted = new Set<string>();
  #stopped = false;

  constructor(parts: MirrorPodsParts, owner: MirrorPodsOwner) {
    this.#parts = parts;
    this.#owner = owner;
  }

  /** Returns the known mirror pod of that name. */
  mirror(fullName: string): Pod | undefined {
    return this.#entries.get(fullName)?.mirror;
  }

  /** Returns the uid of the static pod behind a mirror pod. */
  uidBehind(mirrorUid: string): string | undefined {
    for (const { mirror } of this.#entries.values())
      if (mirror?.metadata?.uid === mirrorUid) return mirror.metadata.annotations?.[MIRROR_POD];
    return undefined;
  }

  /** Sets the pod to mirror under this name, or none; an ending predecessor stays mirrored until its end. */
  want(fullName: string, desiredPod: Pod | undefined, isEnding: boolean, cause: Cause): void {
    const entry = this.#entry(fullName, cause);
    Object.assign(entry, { desired: desiredPod, isEnding, cause });
    this.#look(entry);
  }

  /** Reports a static pod's status, as soon as its mirror exists. */
  report(pod: Pod, status: PodStatus, cause: Cause): void {
    const entry = this.#entry(fullNameOf(pod), cause);
    entry.reported = { uid: pod.metadata?.uid ?? '', status, cause };
    this.#writeStatus(entry);
  }

  /** Handles a mirror pod in the API. */
  shown(mirror: Pod, cause: Cause): void {
    const entry = this.#entry(fullNameOf(mirror), cause);
    if (this.#deleted.has(mirror.metadata?.uid ?? '') || !isNewer(mirror, entry.mirror)) return;
    this.#know(entry, mirror);
    this.#lookAtNews(entry, cause);
  }

  /** Handles a deleted mirror pod. */
  gone(mirror: Pod, cause: Cause): void {
    const entry = this.#entry(fullNameOf(mirror), cause);
    this.#deleted.delete(mirror.metadata?.uid ?? '');
    if (entry.mirror?.metadata?.uid === mirror.metadata?.uid) entry.mirror = undefined;
    this.#lookAtNews(entry, cause);
  }

  /** Checks all mirrors after the Node's registration. */
  lookAgain(): void {
    for (const entry of this.#entries.values()) this.#look(entry);
  }

  stop(): void {
    this.#stopped = true;
    for (const { retry } of this.#entries.values()) retry?.();
  }

  #entry(fullName: string, cause: Cause): Entry {
    const existing = this.#entries.get(fullName);
    if (existing !== undefined) return existing;
    const entry: Entry = { fullName, isEnding: false, busy: false, cause };
    this.#entries.set(fullName, entry);
    return entry;
  }

  #know(entry: Entry, mirror: Pod): void {
    const isAnother = entry.mirror?.metadata?.uid !== mirror.metadata?.uid;
    entry.mirror = mirror;
    if (isAnother) this.#writeStatus(entry);
  }

  #writeStatus({ mirror, desired, reported }: Entry): void {
    if (mirror === undefined || desired === undefined || reported?.uid !== desired.metadata?.uid) return;
    const { writer, api } = this.#parts;
    if (reported !== undefined && isMirrorOf(mirror, desired)) writer.report(api, mirror, reported.status, reported.cause);
  }

  #lookAtNews(entry: Entry, cause: Cause): void {
    entry.retry?.();
    entry.retry = undefined;
    entry.cause = cause;
    this.#look(entry);
  }

  /** Sends a single request at a time per mirror, followed by another check. */
  #look(entry: Entry): void {
    const { nodeUid } = this.#owner;
    if (this.#stopped || entry.busy || entry.retry !== undefined || nodeUid === undefined) return;
    const decision = decideMirror({
      isEnding: entry.isEnding,
      ...(entry.desired && { desired: entry.desired }),
      ...(entry.mirror && { mirror: entry.mirror }),
    });
    if (decision === 'delete') void this.#write(entry, 'Failed deleting a mirror pod', () => this.#delete(entry));
    else if (decision === 'create') void this.#write(entry, 'Failed creating a mirror pod', () => this.#create(entry, nodeUid));
    else if (entry.desired === undefined && entry.mirror === undefined && !entry.isEnding) this.#entries.delete(entry.fullName);
  }

  async #write(entry: Entry, complaint: string, request: () => Promise<void>): Promise<void> {
    entry.busy = true;
    try {
      await request();
    } catch (error) {
      if (!(error instanceof ApiError)) logFailure(this.#parts.logger, { pod: entry.fullName }, error);
      this.#refused(entry, complaint, error);
    } finally {
      entry.busy = false;
    }
    this.#look(entry);
  }

  async #delete(entry: Entry): Promise<void> {
    const { uid = '', namespace = '', name = '' } = entry.mirror?.metadata ?? {};
    await this.#parts.api.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0, uid }, { cause: entry.cause });
    this.#deleted.add(uid);
    if (entry.mirror?.metadata?.uid === uid) entry.mirror = undefined;
  }

  async #create(entry: Entry, nodeUid: string): Promise<void> {
    const { api, node } = this.#parts;
    const mirror = mirrorOf(entry.desired as Pod, { name: node, uid: nodeUid });
    const createdPod = await api.create<Pod>(resources.pods, mirror, { cause: entry.cause });
    if (isNewer(createdPod, entry.mirror)) this.#know(entry, createdPod);
  }

  #refused(entry: Entry, complaint: string, error: unknown): void {
    const { clock, logger } = this.#parts;
    const reason = error instanceof ApiError ? error.status.reason : undefined;
    // Another writer was faster: the informer delivers the present state.
    if (reason !== 'NotFound' && reason !== 'Conflict' && reason !== 'AlreadyExists')
      logger.error({ pod: entry.fullName, err: messageOf(error) }, complaint);
    const timer: TimerName = { name: 'mirror-pod-retry', object: `pods/${entry.fullName}`, upkeep: true };
    entry.retry = clock.at(nextWhole(RETRY_MS, clock.now()), timer, () => {
      entry.retry = undefined;
      entry.cause = rootedCause(timerCause(timer, entry.cause));
      this.#look(entry);
    });
  }
}

/** Returns `namespace/name`, the common name of a static pod and its mirror. */
export function fullNameOf({ metadata }: Pod): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}

function isNewer(pod: Pod, knownPod: Pod | undefined): boolean {
  return Number(pod.metadata?.resourceVersion ?? 0) > Number(knownPod?.metadata?.resourceVersion ?? 0);
}
