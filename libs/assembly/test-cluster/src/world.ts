import { type BusClock, MemoryBusNetwork, subjectsOf } from '@klockwork/bus';
import { ClockReports, serveClock, startClock } from '@klockwork/clock';
import { type Cluster, prepareCluster } from '@klockwork/cluster';
import { type EventStore, MemoryEventStore, RELAY_CHECKPOINT, type StoredEvent } from '@klockwork/event-store';
import {
  type Activity,
  type Cancel,
  type DrivenClock,
  type LabTime,
  type Logger,
  type Random,
  StoppedError,
  StopSource,
  silentLogger,
} from '@klockwork/kernel';
import { type ClockCoordinator, createClockCoordinator } from '@klockwork/lockstep';
import { type Node, nodeReady } from '@klockwork/resources';
import { FoldedState } from './folded-state.ts';
import type { HostPorts } from './host-ports.ts';

/** Inputs of a world. */
export interface WorldOptions {
  readonly host: HostPorts;
  readonly random: Random;
  readonly nodes: readonly string[];
  readonly profile: 'fast' | 'realistic';
  /** Log that the world begins with. */
  readonly events: readonly StoredEvent[];
  /** Nodes that ran at the end of the log: their pods resume. Default none. */
  readonly resumed?: readonly string[];
  /** Instant at which lab time stands first. */
  readonly at: LabTime;
}

const CLOCK = 'clock';
/** Maximum host time of a start, in ms; what is not up by then needs lab time. */
const START_MS_MAX = 10_000;

/** Running processes of a cluster on one log. */
export class World {
  readonly cluster: Cluster;
  readonly activity: Activity;
  readonly coordinator: ClockCoordinator;
  readonly state = new FoldedState();
  readonly #events: StoredEvent[];
  readonly #listeners = new Set<(event: StoredEvent) => void>();
  readonly #stop = new StopSource();
  readonly #clock: DrivenClock & BusClock;
  readonly #reports: ClockReports;
  readonly #host: HostPorts;
  #broken: Error | undefined;

  private constructor(options: WorldOptions, store: EventStore) {
    const { host, random, at, events } = options;
    this.activity = host.activity();
    this.#clock = host.clock(this.activity, at);
    this.#events = [...events];
    this.#host = host;
    for (const event of events) this.state.apply(event);
    const [clock, activity] = [this.#clock, this.activity];
    const network = new MemoryBusNetwork({ clock, random: random.fork('network'), host: host.timer });
    this.cluster = prepareCluster({
      copy: { revision: this.state.revision, nodes: options.resumed ?? [] },
      ...{ clock, activity, network, store, nodes: options.nodes, profile: options.profile, random: random.fork('cluster') },
      logger: () => this.#logger(),
      broken: (process, error) => this.#break(new Error(`${process}: ${error.message}`, { cause: error })),
    });
    this.cluster.onCommitted((event) => this.#onCommitted(event));
    const bus = network.connect({ name: CLOCK, clock, activity });
    const subjects = subjectsOf('lab');
    this.coordinator = createClockCoordinator({
      ...{ name: 'lab', channel: bus.control, subjects: subjects.clock, clock, activity, host: host.timer, logger: silentLogger },
      random: random.fork('coordinator'),
      sent: () => bus.activity().sent,
      setting: { type: 'lockstep', labAt: at },
    });
    this.#reports = new ClockReports(this.coordinator, host.timer);
    serveClock({ bus, subjects, reports: this.#reports });
    this.#stop.onStop(() => this.coordinator.stop());
  }

  /**
   * Starts all processes, the api-server first: the others find it, and need no lab time for a second attempt. Resolves when no process
   * works at the first instant, where lab time stands.
   */
  static async start(options: WorldOptions): Promise<World> {
    const store = new MemoryEventStore();
    await store.append(options.events);
    // The processes list what is there: they need no hints of earlier events.
    await store.saveCheckpoint(RELAY_CHECKPOINT, options.events.at(-1)?.revision ?? 0);
    const world = new World(options, store);
    const { cluster } = world;
    const [apiServer, ...others] = cluster.processes;
    for (const processes of [[apiServer as string], others]) {
      for (const process of processes) cluster.start(process);
      await world.rest(START_MS_MAX);
    }
    return world;
  }

  /** Resolves once no process works at the present instant: undefined, or the reasons of open work after `hostMs` of host time. */
  async rest(hostMs: number): Promise<readonly string[] | undefined> {
    const { timer } = this.#host;
    for (const end = timer.now() + hostMs; timer.now() < end; ) {
      const { epoch } = this.activity.state();
      await new Promise<void>((resolve) => timer.set(0, resolve));
      const state = this.activity.state();
      if (state.idle && state.epoch === epoch) return undefined;
    }
    return [...this.activity.state().reasons].map(([reason, count]) => (count === 1 ? reason : `${reason} (${count})`));
  }

  /** Makes lab time follow the Clock object. Resolves once it does, which may need lab time. `initial` replaces the object's requests. */
  async obeyClock(initial?: { readonly rate: number; readonly paused: boolean }): Promise<void> {
    const { coordinator } = this;
    const options = { coordinator, reports: this.#reports, host: this.#host.timer, stop: this.#stop, ...(initial && { initial }) };
    try {
      await startClock(this.cluster.join('clock-component'), options);
    } catch (error) {
      if (!(error instanceof StoppedError)) this.#break(error as Error);
    }
  }

  now(): LabTime {
    return this.#clock.now();
  }

  /** Committed events, oldest first. */
  get events(): readonly StoredEvent[] {
    return this.#events;
  }

  /** Error of a process that ended by itself, or contained a failure of ours; undefined in a sound world. */
  get broken(): Error | undefined {
    return this.#broken;
  }

  /** True once all nodes are registered and Ready. */
  areNodesReady(): boolean {
    return this.cluster.nodes.every((name) => {
      const node = this.state.get<Node>(`nodes/${name}`);
      return node !== undefined && nodeReady(node);
    });
  }

  /** True if all processes run. Otherwise timers without own work, such as the expiry of a lease, change the cluster. */
  isWhole(): boolean {
    return this.cluster.processes.every((process) => this.cluster.isRunning(process));
  }

  /** Throws an Error for an unknown process. */
  checkProcess(process: string): void {
    const { processes } = this.cluster;
    if (!processes.includes(process)) throw new Error(`the cluster has no process ${process}: choose ${processes.join(', ')}`);
  }

  /** Calls `listener` for each committed event, after `state` contains it. */
  onCommitted(listener: (event: StoredEvent) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends all processes at once. */
  end(): void {
    this.#listeners.clear();
    this.#stop.stop();
    this.cluster.end();
  }

  #onCommitted(event: StoredEvent): void {
    this.#events.push(event);
    this.state.apply(event);
    for (const listener of [...this.#listeners]) listener(event);
  }

  #logger(): Logger {
    return {
      ...silentLogger,
      error: (fields, message) => {
        if (fields.stack !== undefined) this.#break(new Error(`${message}: ${JSON.stringify(fields)}`));
      },
    };
  }

  #break(error: Error): void {
    this.#broken ??= error;
  }
}
