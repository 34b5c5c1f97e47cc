import type { ClusterApi } from '@klockwork/cluster-api';
import { type Cause, timerCause } from '@klockwork/event-store';
import {
  ApiError,
  type Cancel,
  type Clock,
  type LabTime,
  type Logger,
  logFailure,
  nextWhole,
  type TimerName,
  wholeFrom,
} from '@klockwork/kernel';
import type { ContainerImage, Node } from '@klockwork/kubernetes-types';
import type { Pressure } from '@klockwork/node-lifecycle';
import type { ContainerRuntime } from '@klockwork/pod-lifecycle';
import { resources } from '@klockwork/resources';
import type { ImageListener } from './image-listener.ts';
import { advertised, advertisedChanges } from './node-capacity.ts';
import { HEALTHY, needsReport, transitions } from './node-conditions.ts';
import type { NodeEvents } from './node-events.ts';
import type { HealthListener, HealthView } from './node-health.ts';
import { nodeImages } from './node-images.ts';
import { type NodeDescription, nodeStatus } from './node-object.ts';

/** Upstream's nodeStatusUpdateFrequency: statuses are reported at multiples of this, in ms of lab time, shared with leases. */
const TICK_MS = 10_000;
/** Upstream's nodeStatusReportFrequency: maximum interval between reports without news, in ms. */
const REPORT_MS = 300_000;

/**
 * Maintains the status of a Node. Models `syncNodeStatus` of `pkg/kubelet/kubelet_node_status.go`, which checks every ten seconds for news;
 * here a timer is set only for a tick with news.
 */
export class NodeStatusReporter implements HealthListener, HealthView, ImageListener {
  readonly #api: ClusterApi;
  readonly #clock: Clock;
  readonly #wallClock: Pick<Clock, 'now'>;
  readonly #logger: Logger;
  #description: NodeDescription;
  readonly #runtime: Pick<ContainerRuntime, 'images' | 'restoreImages'>;
  readonly #events: NodeEvents;
  #health = HEALTHY;
  #node: Node | undefined;
  #reportedAt: LabTime = 0;
  /** Last recorded schedulability. */
  #reportedUnschedulable = false;
  /** Undefined before the start. */
  #cancel: Cancel | undefined;
  #stopped = false;

  constructor(parts: {
    api: ClusterApi;
    clock: Clock;
    wallClock: Pick<Clock, 'now'>;
    logger: Logger;
    description: NodeDescription;
    runtime: Pick<ContainerRuntime, 'images' | 'restoreImages'>;
    events: NodeEvents;
  }) {
    this.#api = parts.api;
    this.#clock = parts.clock;
    this.#wallClock = parts.wallClock;
    this.#logger = parts.logger;
    this.#description = parts.description;
    this.#runtime = parts.runtime;
    this.#events = parts.events;
  }

  /** Returns the newest known Node. */
  get node(): Node | undefined {
    return this.#node;
  }

  /** Stores the Node from the API. */
  learn(node: Node): void {
    this.#node = node;
  }

  /** Continues with the Node of a copied cluster: boot id, images, and time of the last report. */
  resume(node: Node): void {
    const { nodeInfo, images = [], conditions = [] } = node.status ?? {};
    this.#node = node;
    this.#description = { ...this.#description, bootId: nodeInfo?.bootID ?? this.#description.bootId };
    this.restoreImages(images);
    this.#reportedAt = Math.max(0, ...conditions.map(({ lastHeartbeatTime }) => Date.parse(lastHeartbeatTime ?? '') || 0));
    this.#reportedUnschedulable = this.#isUnschedulable;
  }

  /** Adds images that the node's disk has. */
  restoreImages(images: readonly ContainerImage[]): void {
    this.#runtime.restoreImages(images.flatMap(({ names = [] }) => names));
  }

  /** Writes the status now. Rejects like the API. */
  async write(cause: Cause): Promise<void> {
    const now = this.#clock.now();
    const state = { health: this.#health, images: nodeImages(this.#runtime.images()) };
    const status = nodeStatus(this.#description, state, this.#node?.status, this.#wallClock.now());
    // The registration records its own changes.
    const events = this.#cancel === undefined || this.#node === undefined ? [] : transitions(this.#node, this.#health);
    const allocatable = { ...status.allocatable, ...this.#advertisedChanges };
    const patch = { type: 'strategic', body: { status: { ...status, allocatable } } } as const;
    this.#node = await this.#api.patch<Node>(resources.nodes, { name: this.#description.name }, patch, { cause, subresource: 'status' });
    this.#reportedAt = now;
    for (const event of events) this.#events.nodeIsNow(event, cause);
  }

  /** Starts periodic reports. */
  start(): void {
    this.#arm();
  }

  get pressure(): readonly Pressure[] {
    return this.#health.pressure;
  }

  get isShuttingDown(): boolean {
    return this.#health.notReady !== undefined;
  }

  /** Changed pressures are reported at the next tick. */
  pressureChanged(pressure: readonly Pressure[]): void {
    this.#health = { ...this.#health, pressure };
    if (this.#cancel !== undefined) this.#arm();
  }

  /** Start and cancellation of a shutdown are reported now. */
  shutdownChanged(isShuttingDown: boolean, cause: Cause): void {
    const { pressure } = this.#health;
    this.#health = { pressure, ...(isShuttingDown && { notReady: 'node is shutting down' }) };
    this.#cancel?.();
    void this.#report(cause);
  }

  /** Schedules a report after a pulled or deleted image. */
  imagesChanged(): void {
    if (this.#cancel !== undefined) this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Handles a new version of the Node: foreign changes of a healthy node are corrected at the next tick. */
  nodeChanged(node: Node): void {
    // Ignores versions before the first report, and those older than the own last write.
    if (this.#cancel === undefined || versionOf(node) <= versionOf(this.#node)) return;
    this.#node = node;
    this.#arm();
  }

  #arm(): void {
    this.#cancel?.();
    if (this.#stopped) return;
    const isWrong = this.#isWrong;
    const next = nextWhole(TICK_MS, this.#clock.now());
    const reportAt = this.#hasNews ? next : Math.max(next, wholeFrom(TICK_MS, this.#reportedAt + REPORT_MS));
    const at = this.#isUnschedulable === this.#reportedUnschedulable ? reportAt : next;
    const object = `nodes/${this.#description.name}`;
    const timer: TimerName = { name: 'node-status-report', object, ...(!isWrong && { upkeep: true }) };
    const cause = timerCause(timer, { revision: versionOf(this.#node) });
    this.#cancel = this.#clock.at(at, timer, () => {
      this.#recordSchedulability(cause);
      if (at === reportAt) void this.#report(cause);
      else this.#arm();
    });
  }

  /** True if others changed what this node reports, or advertise other resources. */
  get #isWrong(): boolean {
    if (this.#node === undefined) return false;
    return needsReport(this.#node, this.#health) || Object.keys(this.#advertisedChanges).length > 0;
  }

  /** Changes of the allocatable resources that clients advertise by the Node's capacity. */
  get #advertisedChanges(): Readonly<Record<string, string | null>> {
    const { capacity, allocatable } = this.#node?.status ?? {};
    const own = this.#description.capacity;
    return advertisedChanges(advertised(own, capacity), advertised(own, allocatable));
  }

  /** True if the known status is outdated. */
  get #hasNews(): boolean {
    if (this.#isWrong) return true;
    return JSON.stringify(this.#node?.status?.images ?? []) !== JSON.stringify(nodeImages(this.#runtime.images()));
  }

  get #isUnschedulable(): boolean {
    return this.#node?.spec?.unschedulable ?? false;
  }

  /** Models `recordNodeSchedulableEvent`: only an event, without status. */
  #recordSchedulability(cause: Cause): void {
    if (this.#isUnschedulable === this.#reportedUnschedulable) return;
    this.#reportedUnschedulable = this.#isUnschedulable;
    this.#events.nodeIsNow(this.#isUnschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable', cause);
  }

  async #report(cause: Cause): Promise<void> {
    try {
      await this.write(cause);
    } catch (error) {
      // The next tick retries.
      if (!(error instanceof ApiError)) logFailure(this.#logger, { node: this.#description.name }, error);
      else this.#logger.warn({ node: this.#description.name, error: error.message }, 'node status not reported');
    }
    this.#arm();
  }
}

/** Returns the revision of a Node; 0 if none. */
export function versionOf(node: Node | undefined): number {
  return Number(node?.metadata?.resourceVersion ?? 0);
}
