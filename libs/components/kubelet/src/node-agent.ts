import type { ClusterApi } from '@klockwork/cluster-api';
import type { ComponentContext } from '@klockwork/controller-runtime';
import type { Cause, LogEvent, Revision } from '@klockwork/event-store';
import type { FileTree } from '@klockwork/files';
import type { Informer } from '@klockwork/informers';
import { type Cancel, logFailure, StopSource } from '@klockwork/kernel';
import type { Node, Pod, Service } from '@klockwork/kubernetes-types';
import type { ShutdownPeriods } from '@klockwork/node-lifecycle';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import type { PersistentVolume } from '@klockwork/resources';
import { ContainedRuntime } from './contained-runtime.ts';
import { AgentPause } from './faults/agent-pause.ts';
import { pausedApi } from './faults/paused-api.ts';
import { PausedClock } from './faults/paused-clock.ts';
import { PullFaults } from './faults/pull-faults.ts';
import { RuntimeFaults } from './faults/runtime-faults.ts';
import { WallClock } from './faults/wall-clock.ts';
import { ImagePuller } from './image-puller.ts';
import { NodeEvents } from './node-events.ts';
import { NodeLease } from './node-lease.ts';
import { type NodeDescription, unregisteredNode } from './node-object.ts';
import { NodePods } from './node-pods.ts';
import { type Registration, type RegistrationListener, registerNode } from './node-registration.ts';
import { NodeRoom } from './node-room.ts';
import { NodeShutdown } from './node-shutdown.ts';
import { NodeStatusReporter, versionOf } from './node-status-reporter.ts';
import type { StartNotes } from './pod-starts/start-notes.ts';
import type { PodWorker } from './pod-worker.ts';
import type { ReferencedObjects } from './references/referenced-objects.ts';
import type { ManifestSource } from './static-pods/manifest-source.ts';
import type { StatusWriter } from './status-writer.ts';
import { removeProvisioned } from './volumes/provisioned-folder.ts';

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
  /** Set in a copied cluster: last copied revision. */
  readonly copiedAt?: Revision;
  readonly source: PodSource;
}

/** Source of the API's pods. */
export interface PodSource {
  /** Resolves once all pods of the API are known. */
  podsSynced(): Promise<void>;
  /** Resolves once all images that can be pulled are known. */
  imagesSynced(): Promise<void>;
}

const STARTED: Cause = { trigger: 'boot', name: 'kubelet' };

/** Agent of one node: registers it, renews its lease, and runs its pods. */
export class NodeAgent implements RegistrationListener {
  readonly name: string;
  readonly runtime: ContainerRuntime;
  readonly pullFaults = new PullFaults();
  readonly pause = new AgentPause();
  readonly wallClock: WallClock;
  readonly runtimeFaults: RuntimeFaults;
  readonly #parts: NodeAgentParts;
  readonly #api: ClusterApi;
  readonly #events: NodeEvents;
  readonly #status: NodeStatusReporter;
  readonly #pods: NodePods;
  readonly #room: NodeRoom;
  readonly #shutdown: NodeShutdown;
  readonly #stop = new StopSource();
  readonly #cancels: Cancel[] = [];
  #isRegistered = false;

  constructor(outer: NodeAgentParts) {
    const context = { ...outer.context, clock: new PausedClock(outer.context.clock, this.pause) };
    const parts = { ...outer, context };
    const { description, maxParallelImagePulls: parallel } = parts;
    const { clock, logger } = context;
    const { name: node, capacity } = description;
    const runtimeFaults = new RuntimeFaults(clock, this.pause);
    const runtime = new ContainedRuntime(parts.runtime, logger, runtimeFaults);
    const actor = { user: `system:node:${node}`, userAgent: `kubelet/${description.kubeletVersion} (linux/amd64) klockwork` };
    const api = pausedApi(context.api(actor), this.pause);
    const wallClock = new WallClock(clock);
    const events = new NodeEvents({ ...context, clock: wallClock }, api, node);
    const status = new NodeStatusReporter({ api, clock, wallClock, logger, description, runtime, events });
    const puller = new ImagePuller(runtime, clock, { parallel, listener: status, faults: this.pullFaults });
    const pods = new NodePods({ ...parts, api, wallClock, runtime, events, status, puller });
    this.#room = new NodeRoom({ clock, logger, node, capacity, runtime, files: parts.hostFiles.root, pods, events, status });
    this.#shutdown = new NodeShutdown({ clock, node, pods, events, health: status });
    this.name = node;
    this.wallClock = wallClock;
    this.runtimeFaults = runtimeFaults;
    this.runtime = runtime;
    this.#parts = parts;
    this.#api = api;
    this.#events = events;
    this.#status = status;
    this.#pods = pods;
  }

  /** Registers the node; resolves after the API has it as Ready. */
  async start(): Promise<void> {
    this.#followManifests();
    const registration = await this.#register();
    const { node } = this.#status;
    if (registration === undefined || node === undefined) return;
    if (registration.type === 'resumed') this.#pods.resume();
    this.#pods.nodeKnown(node);
    this.#pods.statics.registered();
    const { clock, logger } = this.#parts.context;
    const start = this.#parts.source.podsSynced().then(() => this.#pods.statics.begin(STARTED));
    start.catch((error: unknown) => logFailure(logger, { node: this.name }, error));
    const owner = { name: this.name, uid: node.metadata?.uid ?? '' };
    const lease = new NodeLease({ api: this.#api, clock, wallClock: this.wallClock, logger, node: owner });
    this.#cancels.push(lease.start(STARTED, versionOf(node)));
    if (registration.type === 'booted') this.#events.started(this.#parts.description.bootId, registration.bootIdBefore);
    this.#status.start();
    this.#room.nodeChanged(node);
    this.#room.start();
    this.#isRegistered = true;
    this.#shutdown.nodeChanged(node);
  }

  /** Returns the pods whose resources count. */
  activePods(): readonly Pod[] {
    return this.#pods.activePods();
  }

  worker(uid: string): PodWorker | undefined {
    return this.#pods.worker(uid);
  }

  /** Handles a new or changed pod of this node; `event` is absent after a list. */
  podChanged(pod: Pod, cause: Cause, event?: LogEvent): void {
    this.pause.run(() => this.#pods.podChanged(pod, cause, event));
  }

  /** Handles a pod that left the API. */
  podRemoved(pod: Pod, cause: Cause): void {
    this.pause.run(() => this.#pods.podRemoved(pod, cause));
  }

  /** Handles a new version of the Node. */
  nodeChanged(node: Node): void {
    this.pause.run(() => this.#nodeChanged(node));
  }

  #nodeChanged(node: Node): void {
    this.#status.nodeChanged(node);
    this.#pods.nodeChanged(node);
    this.#room.nodeChanged(node);
    if (this.#isRegistered) this.#shutdown.nodeChanged(node);
  }

  /** Handles a deleted persistent volume: data of the default class's provisioner is deleted, too. */
  volumeRemoved(volume: PersistentVolume): void {
    removeProvisioned(this.#parts.hostFiles.root, volume);
  }

  /** Starts static pods without the API. */
  registrationFailed(): void {
    const { context, description } = this.#parts;
    this.#pods.nodeKnown(unregisteredNode(description, context.clock.now()));
    this.#pods.statics.begin(STARTED);
  }

  /** Ends pods in order before a power-off. */
  shutDown(periods: ShutdownPeriods): Promise<void> {
    this.pause.resume();
    return this.#shutdown.begin(periods, { trigger: 'request', name: 'shutdown' });
  }

  stop(): void {
    this.#stop.stop();
    this.#status.stop();
    this.#room.stop();
    this.#shutdown.stop();
    for (const cancel of this.#cancels) cancel();
    this.#pods.stop();
    this.runtime.shutDown();
  }

  #followManifests(): void {
    const { manifests } = this.#parts;
    const { statics } = this.#pods;
    if (manifests === undefined) statics.changed([]);
    else this.#cancels.push(manifests.follow(this.name, (all) => statics.changed(all)));
  }

  #register(): Promise<Registration | undefined> {
    const { context, description, copiedAt, source } = this.#parts;
    const { clock, logger } = context;
    return registerNode({
      api: this.#api,
      clock,
      logger,
      description,
      status: this.#status,
      stop: this.#stop,
      listener: this,
      imagesSynced: () => source.imagesSynced(),
      ...(copiedAt !== undefined && { copiedAt }),
    });
  }
}
