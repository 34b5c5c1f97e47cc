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
import type { LocalImage } from '@klockwork/pod-lifecycle';
import { resources } from '@klockwork/resources';
import type { Node } from 'kubernetes-types/core/v1';
import { HEALTHY, type NodeHealth, needsReport, transitions } from './node-conditions.ts';
import { nodeImages } from './node-images.ts';
import { type NodeDescription, nodeStatus } from './node-object.ts';

/** Upstream's nodeStatusUpdateFrequency: a status is reported at a multiple of this, in ms of lab time, at the same ones as leases. */
const TICK_MS = 10_000;
/** Upstream's nodeStatusReportFrequency: a status without news is reported this often. */
const REPORT_MS = 300_000;

/**
 * Keeps the status of a Node. Models `syncNodeStatus` of `pkg/kubelet/kubelet_node_status.go`, which looks every ten seconds whether
 * there is something to report; here the one timer is set for the tick that has something.
 */
export class NodeStatusReporter {
  readonly #api: ClusterApi;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #description: NodeDescription;
  readonly #images: () => readonly LocalImage[];
  readonly #changed: (event: string, cause: Cause) => void;
  #health = HEALTHY;
  #node: Node | undefined;
  #reportedAt: LabTime = 0;
  /** What was last said of whether pods may be placed on it. */
  #saidUnschedulable = false;
  /** Undefined until it is started. */
  #cancel: Cancel | undefined;
  #stopped = false;

  /** `changed` is told the reason of the event that a change deserves, of a condition or of whether the node takes pods. */
  constructor(parts: {
    api: ClusterApi;
    clock: Clock;
    logger: Logger;
    description: NodeDescription;
    changed(event: string, cause: Cause): void;
    /** The images on its disk. */
    images(): readonly LocalImage[];
  }) {
    this.#api = parts.api;
    this.#clock = parts.clock;
    this.#logger = parts.logger;
    this.#description = parts.description;
    this.#changed = parts.changed;
    this.#images = parts.images;
  }

  /** The newest Node that is known. */
  get node(): Node | undefined {
    return this.#node;
  }

  /** The Node as the API gave it. */
  learn(node: Node): void {
    this.#node = node;
  }

  /** Writes the status now. Rejects as the API does. */
  async write(cause: Cause): Promise<void> {
    const now = this.#clock.now();
    const state = { health: this.#health, images: nodeImages(this.#images()) };
    const status = nodeStatus(this.#description, state, this.#node?.status, now);
    // What the registration says of itself is recorded by whoever registers.
    const events = this.#cancel === undefined || this.#node === undefined ? [] : transitions(this.#node, this.#health);
    const patch = { type: 'strategic', body: { status } } as const;
    this.#node = await this.#api.patch<Node>(resources.nodes, { name: this.#description.name }, patch, { cause, subresource: 'status' });
    this.#reportedAt = now;
    for (const event of events) this.#changed(event, cause);
  }

  /** From now on it reports by itself. */
  start(): void {
    this.#arm();
  }

  /** The node is like this from now on: it is reported at the next tick. */
  setHealth(health: NodeHealth): void {
    this.#health = health;
    if (this.#cancel !== undefined) this.#arm();
  }

  /** As {@link setHealth}, and not later than now. */
  reportHealth(health: NodeHealth, cause: Cause): void {
    this.#health = health;
    this.#cancel?.();
    void this.#report(cause);
  }

  /** The node has pulled an image, or removed one: it is reported at the next tick. */
  imagesChanged(): void {
    if (this.#cancel !== undefined) this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** The API has a new version of the Node: what others made of a healthy node is put right at the next tick. */
  nodeChanged(node: Node): void {
    // Before the first report there is nothing to put right; what is older than our own last write says nothing new.
    if (this.#cancel === undefined || versionOf(node) <= versionOf(this.#node)) return;
    this.#node = node;
    this.#arm();
  }

  #arm(): void {
    this.#cancel?.();
    if (this.#stopped) return;
    const isWrong = this.#node !== undefined && needsReport(this.#node, this.#health);
    const next = nextWhole(TICK_MS, this.#clock.now());
    const reportAt = this.#hasNews ? next : Math.max(next, wholeFrom(TICK_MS, this.#reportedAt + REPORT_MS));
    const at = this.#isUnschedulable === this.#saidUnschedulable ? reportAt : next;
    const object = `nodes/${this.#description.name}`;
    const timer: TimerName = { name: 'node-status-report', object, ...(!isWrong && { upkeep: true }) };
    const cause = timerCause(timer, { revision: versionOf(this.#node) });
    this.#cancel = this.#clock.at(at, timer, () => {
      this.#sayWhetherSchedulable(cause);
      if (at === reportAt) void this.#report(cause);
      else this.#arm();
    });
  }

  /** The status that is known is not that of the node. */
  get #hasNews(): boolean {
    if (this.#node !== undefined && needsReport(this.#node, this.#health)) return true;
    return JSON.stringify(this.#node?.status?.images ?? []) !== JSON.stringify(nodeImages(this.#images()));
  }

  get #isUnschedulable(): boolean {
    return this.#node?.spec?.unschedulable ?? false;
  }

  /** Models `recordNodeSchedulableEvent`: an event alone, nothing of the status. */
  #sayWhetherSchedulable(cause: Cause): void {
    if (this.#isUnschedulable === this.#saidUnschedulable) return;
    this.#saidUnschedulable = this.#isUnschedulable;
    this.#changed(this.#isUnschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable', cause);
  }

  async #report(cause: Cause): Promise<void> {
    try {
      await this.write(cause);
    } catch (error) {
      // The next tick tries again.
      if (!(error instanceof ApiError)) logFailure(this.#logger, { node: this.#description.name }, error);
      else this.#logger.warn({ node: this.#description.name, error: error.message }, 'node status not reported');
    }
    this.#arm();
  }
}

/** The revision of a Node; 0 when there is none. */
export function versionOf(node: Node | undefined): number {
  return Number(node?.metadata?.resourceVersion ?? 0);
}
