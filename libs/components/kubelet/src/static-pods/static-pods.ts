import type { Cause, LogEvent } from '@klockwork/event-store';
import { deepFreeze, logFailure } from '@klockwork/kernel';
import { isMirrorOf, isMirrorPod, type Manifest, readManifest } from '@klockwork/node-lifecycle';
import { timeText } from '@klockwork/pod-lifecycle';
import type { Pod, PodStatus } from '@klockwork/resources';
import type { NodeStatusReporter } from '../node-status-reporter.ts';
import { fullNameOf, MirrorPods, type MirrorPodsOwner, type MirrorPodsParts } from './mirror-pods.ts';
import { MANIFEST, rootedCause } from './rooted-cause.ts';

export interface StaticPodsParts extends MirrorPodsParts {
  readonly status: Pick<NodeStatusReporter, 'node'>;
  readonly host: StaticPodsHost;
}

/** Node that runs static pods like other pods. */
export interface StaticPodsHost {
  /** Submits a pod for admission. */
  arrived(pod: Pod, cause: Cause): void;
  /** Handles an event about the pod; `event` is absent after a list. */
  updated(pod: Pod, cause: Cause, event: LogEvent | undefined): void;
  /** Ends a pod; returns false without a worker. */
  removed(pod: Pod, cause: Cause): boolean;
}

/** Time of the manifest's first read. Models `ConfigFirstSeenAnnotationKey`. */
const CONFIG_SEEN = 'kubernetes.io/config.seen';

/**
 * Pods from the node's own manifests, independent of the API. Unique by name: a changed pod waits for the end of its predecessor. Models
 * `pkg/kubelet/config/file.go` and `allowPodStart` of `pkg/kubelet/pod_workers.go`.
 */
export class StaticPods implements MirrorPodsOwner {
  readonly #parts: StaticPodsParts;
  readonly #mirrors: MirrorPods;
  #desired = new Map<string, Pod>();
  readonly #running = new Map<string, Pod>();
  #problems = new Map<string, string>();
  /** Undefined until the node is ready. */
  #cause: Cause | undefined;
  /** True after the first read of the folder. */
  #isRead = false;

  constructor(parts: StaticPodsParts) {
    this.#parts = parts;
    this.#mirrors = new MirrorPods(parts, this);
  }

  get nodeUid(): string | undefined {
    return this.#isReady ? this.#parts.status.node?.metadata?.uid : undefined;
  }

  /** Starts static pods, once the API's mirrors are known, if any. */
  begin(cause: Cause): void {
    if (this.#cause !== undefined) return;
    this.#cause = cause;
    this.#lookAtAll();
  }

  /** Handles the Node's registration: mirrors can be created. */
  registered(): void {
    this.#mirrors.lookAgain();
  }

  /** Replaces the manifests. */
  changed(manifests: readonly Manifest[]): void {
    const before = this.#desired;
    this.#desired = new Map();
    const problems = new Map<string, string>();
    for (const manifest of manifests) {
      const read = readManifest(manifest, this.#parts.node);
      if ('problem' in read) problems.set(manifest.path, read.problem);
      else this.#desired.set(fullNameOf(read.pod), this.#knownOr(before.get(fullNameOf(read.pod)), read.pod));
    }
    this.#complain(problems);
    this.#isRead = true;
    if (this.#cause !== undefined) this.#cause = MANIFEST;
    this.#lookAtAll();
  }

  /** True for a static pod of this node. */
  owns({ metadata }: Pod): boolean {
    for (const pod of this.#running.values()) if (pod.metadata?.uid === metadata?.uid) return true;
    return false;
  }

  /** Reports the status of a static pod. */
  report(pod: Pod, status: PodStatus, cause: Cause): void {
    this.#mirrors.report(pod, status, rootedCause(cause));
  }

  /** Handles a mirror in the API; `event` is absent after a list. */
  mirrorShown(mirror: Pod, cause: Cause, event: LogEvent | undefined): void {
    this.#mirrors.shown(mirror, cause);
    const pod = this.#running.get(fullNameOf(mirror));
    if (pod !== undefined && isMirrorOf(mirror, pod)) this.#parts.host.updated(pod, cause, event);
  }

  /** Handles a pod that left the API, possibly a mirror. */
  mirrorGone(pod: Pod, cause: Cause): void {
    if (isMirrorPod(pod)) this.#mirrors.gone(pod, cause);
  }

  /** Returns the uid of the static pod behind a mirror. */
  uidBehind(mirrorUid: string): string | undefined {
    return this.#mirrors.uidBehind(mirrorUid);
  }

  /** Handles the complete end of a pod. */
  ended(pod: Pod): void {
    if (!this.owns(pod)) return;
    this.#running.delete(fullNameOf(pod));
    this.#look(fullNameOf(pod));
  }

  stop(): void {
    this.#mirrors.stop();
  }

  /** Returns the known pod if its manifest is unchanged. */
  #knownOr(knownPod: Pod | undefined, pod: Pod): Pod {
    if (knownPod?.metadata?.uid === pod.metadata?.uid && knownPod !== undefined) return knownPod;
    const annotations = { ...pod.metadata?.annotations, [CONFIG_SEEN]: timeText(this.#parts.clock.now()) };
    return deepFreeze({ ...pod, metadata: { ...pod.metadata, annotations } });
  }

  #complain(problems: Map<string, string>): void {
    for (const [path, err] of problems)
      if (this.#problems.get(path) !== err) this.#parts.logger.error({ path, err }, 'Could not process manifest file');
    this.#problems = problems;
  }

  /** Before the first read, mirrors of future pods would look orphaned. */
  get #isReady(): boolean {
    return this.#isRead && this.#cause !== undefined;
  }

  #lookAtAll(): void {
    if (!this.#isReady) return;
    for (const fullName of new Set([...this.#running.keys(), ...this.#desired.keys()])) this.#lookAlone(fullName);
    this.#mirrors.lookAgain();
  }

  /** A failing pod delays no other pod. */
  #lookAlone(fullName: string): void {
    try {
      this.#look(fullName);
    } catch (error) {
      logFailure(this.#parts.logger, { pod: fullName }, error);
    }
  }

  #look(fullName: string): void {
    const cause = this.#cause ?? MANIFEST;
    const [running, desiredPod] = [this.#running.get(fullName), this.#desired.get(fullName)];
    if (running !== undefined && running.metadata?.uid === desiredPod?.metadata?.uid) return;
    this.#mirrors.want(fullName, desiredPod, running !== undefined, cause);
    if (running !== undefined) {
      if (!this.#parts.host.removed(running, cause)) this.ended(running);
    } else if (desiredPod !== undefined) {
      this.#running.set(fullName, desiredPod);
      this.#parts.host.arrived(withHistory(desiredPod, this.#mirrors.mirror(fullName)), cause);
    }
  }
}

/** Restores container history from the mirror after a reboot. */
function withHistory(pod: Pod, mirror: Pod | undefined): Pod {
  if (mirror?.status === undefined || !isMirrorOf(mirror, pod)) return pod;
  const { reason: _reason, message: _message, ...status } = mirror.status;
  return { ...pod, status: { ...status, ...pod.status } };
}
