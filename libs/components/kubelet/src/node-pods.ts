import type { ClusterApi } from '@klockwork/cluster-api';
import type { ComponentContext } from '@klockwork/controller-runtime';
import type { Cause, LogEvent } from '@klockwork/event-store';
import type { FileTree } from '@klockwork/files';
import type { Informer } from '@klockwork/informers';
import type { Cancel, Clock, LabTime } from '@klockwork/kernel';
import type { Node, Pod, PodStatus, Service } from '@klockwork/kubernetes-types';
import { isMirrorPod } from '@klockwork/node-lifecycle';
import {
  type ContainerRuntime,
  canResume,
  isTerminalPhase,
  type PodEnding,
  type RecordAction,
  type ResizeRefusal,
  type StartJitter,
} from '@klockwork/pod-lifecycle';
import { Admission, type AdmissionHost } from './admission.ts';
import type { ImagePuller } from './image-puller.ts';
import { allocatable } from './node-capacity.ts';
import type { NodeEvents } from './node-events.ts';
import type { NodeDescription } from './node-object.ts';
import type { NodeStatusReporter } from './node-status-reporter.ts';
import { PodStarts } from './pod-starts/pod-starts.ts';
import type { StartNotes } from './pod-starts/start-notes.ts';
import { PodWorker } from './pod-worker.ts';
import type { ReferencedObjects } from './references/referenced-objects.ts';
import { StaticPods, type StaticPodsHost } from './static-pods/static-pods.ts';
import type { StatusWriter } from './status-writer.ts';
import type { WorkerHost } from './worker-host.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Dependencies of a node's pods. */
export interface NodePodsParts {
  readonly context: ComponentContext;
  readonly wallClock: Pick<Clock, 'now'>;
  readonly api: ClusterApi;
  readonly description: NodeDescription;
  readonly runtime: ContainerRuntime;
  readonly events: NodeEvents;
  readonly status: NodeStatusReporter;
  readonly puller: ImagePuller;
  readonly writer: StatusWriter;
  readonly hostFiles: FileTree;
  readonly objects: ReferencedObjects;
  readonly services: Informer<Service>;
  readonly startNotes: StartNotes;
}

/** Pods of one node: admits them, and runs a worker for each. */
export class NodePods implements AdmissionHost, StaticPodsHost, WorkerHost {
  /** Pods from the node's own manifests. */
  readonly statics: StaticPods;
  readonly #parts: NodePodsParts;
  readonly #admission: Admission;
  readonly #starts: PodStarts;
  readonly #workerParts: WorkerParts;
  readonly #workers = new Map<string, PodWorker>();
  readonly #bySandbox = new Map<string, PodWorker>();
  readonly #startedAt: LabTime;
  readonly #unsubscribe: Cancel;
  #resumes = false;

  constructor(parts: NodePodsParts) {
    const { context, api, runtime, status, writer } = parts;
    const { clock, logger } = context;
    const node = parts.description.name;
    this.#parts = parts;
    this.#startedAt = clock.now();
    this.#starts = new PodStarts({ node, notes: parts.startNotes, clock });
    this.#admission = new Admission({ clock, logger, starts: this.#starts, health: status, host: this });
    this.#workerParts = this.#partsOfWorkers();
    this.statics = new StaticPods({ api, clock, logger, node, status, writer, host: this });
    this.#unsubscribe = runtime.onChange((report) => this.#bySandbox.get(report.sandboxId)?.changed(report));
  }

  #partsOfWorkers(): WorkerParts {
    const { context, api, wallClock, description, runtime, puller, hostFiles, objects, services } = this.#parts;
    const { clock, logger } = context;
    const { hostIP } = description.place;
    const node = { hostFiles, objects, services, hostIP, allocatable: allocatable(description.capacity) };
    return { clock, api, wallClock, logger, runtime, puller, starts: this.#starts, ...node, host: this };
  }

  /** Returns the worker of a pod by UID, also by that of its mirror. */
  worker(uid: string): PodWorker | undefined {
    return this.#workers.get(uid) ?? this.#workers.get(this.statics.uidBehind(uid) ?? '');
  }

  activePods(): readonly Pod[] {
    return [...this.#workers.values()].filter(({ isActive }) => isActive).map(({ pod }) => pod);
  }

  /** Handles the registered Node, or its substitute without the API. */
  nodeKnown(node: Node): void {
    this.#admission.nodeKnown(node);
  }

  /** Handles a new version of the Node. */
  nodeChanged(node: Node): void {
    this.#admission.nodeChanged(node);
  }

  /** Handles a new or changed pod of this node; `event` is absent after a list. */
  podChanged(pod: Pod, cause: Cause, event?: LogEvent): void {
    this.#parts.writer.observe(pod);
    if (isMirrorPod(pod)) this.statics.mirrorShown(pod, cause, event);
    else if (this.#workerOf(pod) === undefined) this.arrived(pod, cause);
    else this.updated(pod, cause, event);
  }

  /** Handles a pod that left the API. */
  podRemoved(pod: Pod, cause: Cause): void {
    this.#parts.writer.forget(pod);
    this.statics.mirrorGone(pod, cause);
    this.removed(pod, cause);
  }

  arrived(pod: Pod, cause: Cause): void {
    this.#admission.arrived(pod, cause);
  }

  updated(pod: Pod, cause: Cause, event: LogEvent | undefined): void {
    this.#workerOf(pod)?.update(pod, cause, event);
  }

  removed(pod: Pod, cause: Cause): boolean {
    this.#admission.left(pod);
    const worker = this.#workerOf(pod);
    worker?.remove(pod, cause);
    return worker !== undefined;
  }

  /** Resumes pods that ran before this node, in the cluster that its own is a copy of. */
  resume(): void {
    this.#resumes = true;
  }

  admit(pod: Pod, cause: Cause): void {
    this.#workers.set(pod.metadata?.uid ?? '', new PodWorker(pod, this.#workerParts, cause, this.#resumes && canResume(pod)));
  }

  report(pod: Pod, status: PodStatus, cause: Cause): void {
    const { writer, api } = this.#parts;
    if (this.statics.owns(pod)) this.statics.report(pod, status, cause);
    else writer.report(api, pod, status, cause);
    if (isTerminalPhase(status.phase)) this.roomChanged(cause);
  }

  record(pod: Pod, event: RecordAction, cause: Cause): void {
    this.#parts.events.ofPod(pod, event, cause);
  }

  close(pod: Pod, cause: Cause): void {
    this.#parts.writer.close(this.#parts.api, pod, cause);
  }

  end(pod: Pod, ending: PodEnding, cause: Cause): void {
    this.#workerOf(pod)?.end(ending, cause);
  }

  evict(pod: Pod, ending: PodEnding, cause: Cause): void {
    this.record(pod, { type: 'record', eventType: 'Warning', reason: ending.reason, message: ending.message }, cause);
    this.end(pod, ending, cause);
  }

  startJitter({ metadata }: Pod): StartJitter {
    const random = this.#parts.context.random.fork(`probes/${metadata?.namespace}/${metadata?.name}`);
    return { kubeletStartedAt: this.#startedAt, fraction: random.next() };
  }

  sandboxStarted(uid: string, sandboxId: string): void {
    const worker = this.#workers.get(uid);
    if (worker !== undefined) this.#bySandbox.set(sandboxId, worker);
  }

  judgeResize(pod: Pod): ResizeRefusal | undefined {
    return this.#admission.judgeResize(pod);
  }

  /** Judges waiting pods again, most important first. */
  roomChanged(cause: Cause): void {
    this.#admission.roomChanged();
    const byPriority = [...this.#workers.values()].sort((a, b) => (b.pod.spec?.priority ?? 0) - (a.pod.spec?.priority ?? 0));
    for (const worker of byPriority) worker.roomChanged(cause);
  }

  forget(uid: string, cause: Cause): void {
    const worker = this.#workers.get(uid);
    if (worker === undefined) return;
    this.#workers.delete(uid);
    this.#starts.forget(uid);
    for (const [id, owner] of this.#bySandbox) if (owner === worker) this.#bySandbox.delete(id);
    this.statics.ended(worker.pod);
    this.roomChanged(cause);
  }

  stop(): void {
    this.statics.stop();
    this.#starts.stop();
    this.#unsubscribe();
    for (const worker of this.#workers.values()) worker.stop();
  }

  #workerOf({ metadata }: Pod): PodWorker | undefined {
    return this.#workers.get(metadata?.uid ?? '');
  }
}
