import type { Cause, LogEvent } from '@klockwork/event-store';
import { deepFreeze, logFailure } from '@klockwork/kernel';
import { isMirrorOf, isMirrorPod, type Manifest, readManifest } from '@klockwork/node-lifecycle';
import { timeText } from '@klockwork/pod-lifecycle';
import type { Pod, PodStatus } from '@klockwork/resources';
import { fullNameOf, MirrorPods, type MirrorPodsParts } from './mirror-pods.ts';
import { MANIFEST, rootedCause } from './rooted-cause.ts';

/** What the pods of manifests are run with. */
export interface StaticPodsParts extends MirrorPodsParts {
  /** The pod is to run: the node's door decides. */
  arrived(pod: Pod, cause: Cause): void;
  /** The pod is to end; false when nobody looks after it. */
  remove(pod: Pod, cause: Cause): boolean;
  /** The log tells something of the pod, by `event` unless it came with a list. */
  told(pod: Pod, cause: Cause, event: LogEvent | undefined): void;
}

/** When the node first saw the manifest. Models `ConfigFirstSeenAnnotationKey`. */
const CONFIG_SEEN = 'kubernetes.io/config.seen';

/**
 * The pods that a node runs from manifests of its own, whatever the API says. Of one name there is one at a time: a changed one waits
 * until the one before it has ended. Models `pkg/kubelet/config/file.go` and `allowPodStart` of `pkg/kubelet/pod_workers.go`.
 */
export class StaticPods {
  readonly #parts: StaticPodsParts;
  readonly #mirrors: MirrorPods;
  #wanted = new Map<string, Pod>();
  readonly #running = new Map<string, Pod>();
  #problems = new Map<string, string>();
  /** Undefined until the node is ready for them. */
  #cause: Cause | undefined;
  /** The folder has been read once. */
  #isRead = false;

  constructor(parts: StaticPodsParts) {
    this.#parts = parts;
    this.#mirrors = new MirrorPods({ ...parts, nodeUid: () => (this.#isReady ? parts.nodeUid() : undefined) });
  }

  /** The node is ready for them, and knows the copies that the API has of them if it has any. Once is enough. */
  begin(cause: Cause): void {
    if (this.#cause !== undefined) return;
    this.#cause = cause;
    this.#lookAtAll();
  }

  /** The Node is registered: copies can be made. */
  registered(): void {
    this.#mirrors.lookAgain();
  }

  /** These are the manifests now. */
  changed(manifests: readonly Manifest[]): void {
    const before = this.#wanted;
    this.#wanted = new Map();
    const problems = new Map<string, string>();
    for (const manifest of manifests) {
      const read = readManifest(manifest, this.#parts.node);
      if ('problem' in read) problems.set(manifest.path, read.problem);
      else this.#wanted.set(fullNameOf(read.pod), this.#knownOr(before.get(fullNameOf(read.pod)), read.pod));
    }
    this.#complain(problems);
    this.#isRead = true;
    if (this.#cause !== undefined) this.#cause = MANIFEST;
    this.#lookAtAll();
  }

  /** True for a pod of this node's own. */
  owns({ metadata }: Pod): boolean {
    for (const pod of this.#running.values()) if (pod.metadata?.uid === metadata?.uid) return true;
    return false;
  }

  /** The node says something of a pod of its own. */
  report(pod: Pod, status: PodStatus, cause: Cause): void {
    this.#mirrors.report(pod, status, rootedCause(cause));
  }

  /** The API shows a copy, by `event` unless it came with a list. */
  mirrorShown(mirror: Pod, cause: Cause, event: LogEvent | undefined): void {
    this.#mirrors.shown(mirror, cause);
    const pod = this.#running.get(fullNameOf(mirror));
    if (pod !== undefined && isMirrorOf(mirror, pod)) this.#parts.told(pod, cause, event);
  }

  /** The API no longer has a pod of this node, which may be a copy. */
  mirrorGone(pod: Pod, cause: Cause): void {
    if (isMirrorPod(pod)) this.#mirrors.gone(pod, cause);
  }

  /** The uid of the pod that a copy shows. */
  uidBehind(mirrorUid: string): string | undefined {
    return this.#mirrors.uidBehind(mirrorUid);
  }

  /** Nothing of a pod is left on the node. */
  ended(pod: Pod): void {
    if (!this.owns(pod)) return;
    this.#running.delete(fullNameOf(pod));
    this.#look(fullNameOf(pod));
  }

  stop(): void {
    this.#mirrors.stop();
  }

  /** A pod that has not changed is not another one. */
  #knownOr(known: Pod | undefined, pod: Pod): Pod {
    if (known?.metadata?.uid === pod.metadata?.uid && known !== undefined) return known;
    const annotations = { ...pod.metadata?.annotations, [CONFIG_SEEN]: timeText(this.#parts.clock.now()) };
    return deepFreeze({ ...pod, metadata: { ...pod.metadata, annotations } });
  }

  #complain(problems: Map<string, string>): void {
    for (const [path, err] of problems)
      if (this.#problems.get(path) !== err) this.#parts.logger.error({ path, err }, 'Could not process manifest file');
    this.#problems = problems;
  }

  /** Before it is, a copy of a pod that is yet to run looks like one of no pod. */
  get #isReady(): boolean {
    return this.#isRead && this.#cause !== undefined;
  }

  #lookAtAll(): void {
    if (!this.#isReady) return;
    for (const fullName of new Set([...this.#running.keys(), ...this.#wanted.keys()])) this.#lookAlone(fullName);
    this.#mirrors.lookAgain();
  }

  /** A pod that cannot be looked at holds up no other. */
  #lookAlone(fullName: string): void {
    try {
      this.#look(fullName);
    } catch (error) {
      logFailure(this.#parts.logger, { pod: fullName }, error);
    }
  }

  #look(fullName: string): void {
    const cause = this.#cause ?? MANIFEST;
    const [running, wanted] = [this.#running.get(fullName), this.#wanted.get(fullName)];
    if (running !== undefined && running.metadata?.uid === wanted?.metadata?.uid) return;
    this.#mirrors.want(fullName, wanted, running !== undefined, cause);
    if (running !== undefined) {
      if (!this.#parts.remove(running, cause)) this.ended(running);
    } else if (wanted !== undefined) {
      this.#running.set(fullName, wanted);
      this.#parts.arrived(withHistory(wanted, this.#mirrors.mirror(fullName)), cause);
    }
  }
}

/** What the copy remembers of the pod's containers, for a node that was rebooted. */
function withHistory(pod: Pod, mirror: Pod | undefined): Pod {
  if (mirror?.status === undefined || !isMirrorOf(mirror, pod)) return pod;
  const { reason: _reason, message: _message, ...status } = mirror.status;
  return { ...pod, status: { ...status, ...pod.status } };
}
