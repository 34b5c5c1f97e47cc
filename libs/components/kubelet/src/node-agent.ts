import type { ClusterApi } from '@klockwork/cluster-api';
import type { ComponentContext } from '@klockwork/controller-runtime';
import type { Cause, LogEvent } from '@klockwork/event-store';
import type { FileTree } from '@klockwork/files';
import type { Informer } from '@klockwork/informers';
import { type Cancel, type LabTime, logFailure, StopSource } from '@klockwork/kernel';
import type { Node, Pod, PodStatus, Service } from '@klockwork/kubernetes-types';
import { isMirrorPod, type ShutdownPeriods } from '@klockwork/node-lifecycle';
import { type ContainerRuntime, isTerminalPhase, type PodEnding, type StartJitter } from '@klockwork/pod-lifecycle';
import type { PersistentVolume } from '@klockwork/resources';
import { Admission } from './admission.ts';
import { ContainedRuntime } from './contained-runtime.ts';
import { ImagePuller } from './image-puller.ts';
import { allocatable } from './node-capacity.ts';
import type { NodeHealth } from './node-conditions.ts';
import { NodeEvents } from './node-events.ts';
import { NodeLease } from './node-lease.ts';
import { type NodeDescription, unregisteredNode } from './node-object.ts';
import { registerNode } from './node-registration.ts';
import { NodeRoom } from './node-room.ts';
import { NodeShutdown } from './node-shutdown.ts';
import { NodeStatusReporter, versionOf } from './node-status-reporter.ts';
import { PodStarts } from './pod-starts/pod-starts.ts';
import type { StartNotes } from './pod-starts/start-notes.ts';
import { PodWorker } from './pod-worker.ts';
import type { ReferencedObjects } from './references/referenced-objects.ts';
import type { ManifestSource } from './static-pods/manifest-source.ts';
import { StaticPods } from './static-pods/static-pods.ts';
import type { StatusWriter } from './status-writer.ts';
import { removeProvisioned } from './volumes/provisioned-folder.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Dependencies of a node's agent. */
export interface NodeAgentParts {
  readonly context: ComponentContext;
  readonly description: NodeDescription;
  readonly runtime: ContainerRuntime;
  readonly writer: StatusWriter;
  readonly hostFiles: FileTree;
  readonly maxParallelImagePulls: number;
  readonly objects: ReferencedObjects;
  readonly services: Informer<Service>;
  readonly startNotes: StartNotes;
  /** Source of static pods. */
  readonly manifests?: ManifestSource;
  /** Resolves when the API's pods are known. */
  podsKnown(): Promise<void>;
}

const STARTED: Cause = { trigger: 'boot', name: 'kubelet' };

/** Agent of one node: registers it, renews its lease, and runs workers for its pods. */
export class NodeAgent {
  readonly name: string;
  readonly runtime: ContainerRuntime;
  readonly #parts: NodeAgentParts;
  readonly #api: ClusterApi;
  readonly #events: NodeEvents;
  readonly #puller: ImagePuller;
  readonly #status: NodeStatusReporter;
  readonly #admission: Admission;
  readonly #room: NodeRoom;
  readonly #shutdown: NodeShutdown;
  readonly #statics: StaticPods;
  readonly #starts: PodStarts;
  readonly #workerParts: WorkerParts;
  readonly #workers = new Map<string, PodWorker>();
  readonly #bySandbox = new Map<string, PodWorker>();
  readonly #stop = new StopSource();
  readonly #cancels: Cancel[] = [];
  readonly #startedAt: LabTime;
  #isRegistered = false;

  constructor(parts: NodeAgentParts) {
    const { context, description } = parts;
    const { clock, logger } = context;
    const runtime = new ContainedRuntime(parts.runtime, logger);
    this.#parts = parts;
    this.name = description.name;
    this.runtime = runtime;
    this.#startedAt = clock.now();
    this.#starts = new PodStarts({ node: this.name, notes: parts.startNotes, clock });
    this.#api = context.api({
      user: `system:node:${this.name}`,
      userAgent: `kubelet/${description.kubeletVersion} (linux/amd64) klockwork`,
    });
    this.#events = new NodeEvents(context, this.#api, this.name);
    this.#puller = new ImagePuller(runtime, clock, { parallel: parts.maxParallelImagePulls, pulled: () => this.#status.imagesChanged() });
    const changed = (event: string, cause: Cause) => this.#events.nodeIsNow(event, cause);
    this.#status = new NodeStatusReporter({ api: this.#api, clock, logger, description, changed, images: () => runtime.images() });
    const activePods = () => [...this.#workers.values()].filter(({ isActive }) => isActive).map(({ pod }) => pod);
    this.#room = new NodeRoom({
      ...{ clock, logger, runtime, node: this.name, capacity: description.capacity, files: parts.hostFiles.root },
      warn: (reason, message, cause) => this.#events.ofNode('Warning', reason, message, cause),
      pods: activePods,
      evict: (pod, ending, cause) => this.#evict(pod, ending, cause),
      pressureChanged: () => this.#status.setHealth(this.#health()),
      imagesChanged: () => this.#status.imagesChanged(),
    });
    this.#shutdown = new NodeShutdown({
      clock,
      node: this.name,
      pods: activePods,
      end: (pod, ending, cause) => this.#workers.get(pod.metadata?.uid ?? '')?.end(ending, cause),
      changed: (message, cause) => {
        this.#events.ofNode('Normal', 'NodeShutdown', message, cause);
        this.#status.reportHealth(this.#health(), cause);
      },
    });
    this.#admission = new Admission({
      startRefusal: (pod) => this.#starts.refusal(pod.metadata?.uid ?? ''),
      others: activePods,
      pressure: () => this.#room.pressure,
      shuttingDown: () => this.#shutdown.underWay,
      admitted: (pod, cause) => this.#workers.set(pod.metadata?.uid ?? '', new PodWorker(pod, this.#workerParts, cause)),
      preempt: (pod, ending, cause) => this.#evict(pod, ending, cause),
      record: (pod, event, cause) => this.#events.ofPod(pod, event, cause),
      report: (pod, status, cause) => this.#report(pod, status, cause),
      close: (pod, cause) => parts.writer.close(this.#api, pod, cause),
      now: () => clock.now(),
      failed: (pod, error) => logFailure(logger, { pod: `${pod.metadata?.namespace}/${pod.metadata?.name}` }, error),
      clock,
    });
    this.#workerParts = this.#partsOfWorkers();
    this.#statics = this.#staticPods();
    this.#cancels.push(runtime.onChange((report) => this.#bySandbox.get(report.sandboxId)?.changed(report)));
  }

  /** Registers the node; resolves after the API has it as Ready. */
  async start(): Promise<void> {
    const { manifests } = this.#parts;
    if (manifests === undefined) this.#statics.changed([]);
    else this.#cancels.push(manifests.follow(this.name, (all) => this.#statics.changed(all)));
    const before = await this.#register();
    const { node } = this.#status;
    if (before === undefined || node === undefined) return;
    this.#admission.nodeKnown(node);
    this.#statics.registered();
    const { clock, logger } = this.#parts.context;
    const begun = this.#parts.podsKnown().then(() => this.#statics.begin(STARTED));
    begun.catch((error: unknown) => logFailure(logger, { node: this.name }, error));
    const lease = new NodeLease({ api: this.#api, clock, logger, node: { name: this.name, uid: node.metadata?.uid ?? '' } });
    this.#cancels.push(lease.start(STARTED, versionOf(node)));
    this.#events.started(this.#parts.description.bootId, before);
    this.#status.start();
    this.#room.nodeChanged(node);
    this.#room.start();
    this.#isRegistered = true;
    this.#shutdown.nodeChanged(node);
  }

  /** Returns the worker of a pod by UID. */
  worker(uid: string): PodWorker | undefined {
    return this.#workers.get(uid) ?? this.#workers.get(this.#statics.uidBehind(uid) ?? '');
  }

  /** Handles a new or changed pod of this node; `event` is absent after a list. */
  podChanged(pod: Pod, cause: Cause, event?: LogEvent): void {
    const uid = pod.metadata?.uid ?? '';
    this.#parts.writer.observe(pod);
    const worker = this.#workers.get(uid);
    if (isMirrorPod(pod)) this.#statics.mirrorShown(pod, cause, event);
    else if (worker === undefined) this.#admission.arrived(pod, cause);
    else worker.update(pod, cause, event);
  }

  /** Handles a pod that left the API. */
  podRemoved(pod: Pod, cause: Cause): void {
    this.#parts.writer.forget(pod);
    this.#statics.mirrorGone(pod, cause);
    this.#admission.left(pod);
    this.#workers.get(pod.metadata?.uid ?? '')?.remove(pod, cause);
  }

  /** Handles a new version of the Node. */
  nodeChanged(node: Node): void {
    this.#status.nodeChanged(node);
    this.#admission.nodeChanged(node);
    this.#room.nodeChanged(node);
    if (this.#isRegistered) this.#shutdown.nodeChanged(node);
  }

  /** Handles a deleted persistent volume: data of the default class's provisioner is deleted, too. */
  volumeRemoved(volume: PersistentVolume): void {
    removeProvisioned(this.#parts.hostFiles.root, volume);
  }

  /** Dependencies shared by all workers. */
  #partsOfWorkers(): WorkerParts {
    const { writer, context, description, hostFiles, objects, services } = this.#parts;
    return {
      clock: context.clock,
      logger: context.logger,
      runtime: this.runtime,
      puller: this.#puller,
      starts: this.#starts,
      hostFiles,
      objects,
      services,
      hostIP: description.place.hostIP,
      allocatable: allocatable(description.capacity),
      jitter: ({ metadata }) => this.#jitterOf(`${metadata?.namespace}/${metadata?.name}`),
      report: (pod, status, cause) => this.#report(pod, status, cause),
      record: (pod, event, cause) => this.#events.ofPod(pod, event, cause),
      close: (pod, cause) => writer.close(this.#api, pod, cause),
      evict: (pod, ending, cause) => this.#evict(pod, ending, cause),
      hasSandbox: (worker, id) => void this.#bySandbox.set(id, worker),
      forget: (worker, cause) => this.#forget(worker, cause),
      judgeResize: (pod) => this.#admission.judgeResize(pod),
      resized: (_, cause) => this.#roomChanged(cause),
    };
  }

  #staticPods(): StaticPods {
    const { clock, logger } = this.#parts.context;
    const { writer } = this.#parts;
    return new StaticPods({
      api: this.#api,
      clock,
      logger,
      node: this.name,
      nodeUid: () => this.#status.node?.metadata?.uid,
      report: (mirror, status, cause) => writer.report(this.#api, mirror, status, cause),
      arrived: (pod, cause) => this.#admission.arrived(pod, cause),
      told: (pod, cause, event) => this.#workers.get(pod.metadata?.uid ?? '')?.update(pod, cause, event),
      remove: (pod, cause) => {
        this.#admission.left(pod);
        const worker = this.#workers.get(pod.metadata?.uid ?? '');
        worker?.remove(pod, cause);
        return worker !== undefined;
      },
    });
  }

  #report(pod: Pod, status: PodStatus, cause: Cause): void {
    if (this.#statics.owns(pod)) this.#statics.report(pod, status, cause);
    else this.#parts.writer.report(this.#api, pod, status, cause);
    if (isTerminalPhase(status.phase)) this.#roomChanged(cause);
  }

  #health(): NodeHealth {
    return { pressure: this.#room.pressure, ...(this.#shutdown.underWay && { notReady: 'node is shutting down' }) };
  }

  #evict(pod: Pod, ending: PodEnding, cause: Cause): void {
    this.#events.ofPod(pod, { do: 'record', type: 'Warning', reason: ending.reason, message: ending.message }, cause);
    this.#workers.get(pod.metadata?.uid ?? '')?.end(ending, cause);
  }

  #jitterOf(pod: string): StartJitter {
    return { kubeletStartedAt: this.#startedAt, fraction: this.#parts.context.random.fork(`probes/${pod}`).next() };
  }

  /** Judges waiting pods again, most important first. */
  #roomChanged(cause: Cause): void {
    this.#admission.roomChanged();
    const byPriority = [...this.#workers.values()].sort((a, b) => (b.pod.spec?.priority ?? 0) - (a.pod.spec?.priority ?? 0));
    for (const worker of byPriority) worker.roomChanged(cause);
  }

  #forget(worker: PodWorker, cause: Cause): void {
    this.#workers.delete(worker.uid);
    this.#starts.forget(worker.uid);
    for (const [id, owner] of this.#bySandbox) if (owner === worker) this.#bySandbox.delete(id);
    this.#statics.ended(worker.pod);
    this.#roomChanged(cause);
  }

  /** Ends pods in order before a power-off. */
  shutDown(periods: ShutdownPeriods): Promise<void> {
    return this.#shutdown.begin(periods, { trigger: 'request', name: 'shutdown' });
  }

  stop(): void {
    this.#stop.stop();
    this.#status.stop();
    this.#room.stop();
    this.#shutdown.stop();
    this.#statics.stop();
    this.#starts.stop();
    for (const cancel of this.#cancels) cancel();
    for (const worker of this.#workers.values()) worker.stop();
    this.runtime.shutDown();
  }

  #register(): Promise<string | undefined> {
    const { context, description } = this.#parts;
    const { clock, logger } = context;
    const parts = { api: this.#api, clock, logger, description, status: this.#status, stop: this.#stop };
    return registerNode({ ...parts, refused: () => this.#beginAlone() });
  }

  /** Starts static pods without the API. */
  #beginAlone(): void {
    const { context, description } = this.#parts;
    this.#admission.nodeKnown(unregisteredNode(description, context.clock.now()));
    this.#statics.begin(STARTED);
  }
}
