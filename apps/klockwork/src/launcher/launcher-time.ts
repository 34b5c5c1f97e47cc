import { openSync } from 'node:fs';
import { subjectsOf } from '@klockwork/bus';
import { serveClock, startTimeKeeper, type TimeKeeper } from '@klockwork/clock';
import {
  type FaultedProcesses,
  type GroupMachines,
  processInjectors,
  type Running,
  startFaultActor,
  startNodeGroupActor,
} from '@klockwork/controller-runtime';
import { hostActivity, hostRandom, nodeTimer, pinoLogger, RealTimeClock } from '@klockwork/host';
import type { Activity, Cancel, Clock, LabTime, Release, TimerName } from '@klockwork/kernel';
import type { ClockMode } from '@klockwork/lockstep';
import { NatsBus, type NatsServers } from '@klockwork/nats-bus';
import type { NodeGroupSize } from '@klockwork/resources';

/** Maximum delay of the node controller after a node loss, in ms of lab time. */
const NODE_LOSS_MS = 60_000;

/** Start of the lab's time, and its bus. */
export interface LauncherTimeOptions {
  readonly nats: NatsServers;
  readonly cluster: string;
  readonly labAt: LabTime;
  readonly rate: number;
  readonly logFile: string;
}

/**
 * Lab time, kept by the launcher over its own connection. Reconnects without limit; while disconnected, processes continue at their last
 * rate, and advances are impossible.
 */
export class LauncherTime {
  readonly #bus: NatsBus;
  readonly #keeper: TimeKeeper;
  readonly #activity: Activity;
  readonly #clock: Clock;
  #faults: Running | undefined;
  #nodeGroup: Running | undefined;
  /** Timers of the launcher: a pending timer keeps its process alive. */
  readonly #timers = new Set<Cancel>();

  private constructor(bus: NatsBus, keeper: TimeKeeper, activity: Activity, clock: Clock) {
    this.#bus = bus;
    this.#keeper = keeper;
    this.#activity = activity;
    this.#clock = clock;
  }

  /** Resolves when the bus is reached and processes can join. */
  static async connect({ nats, cluster, labAt, rate, logFile }: LauncherTimeOptions): Promise<LauncherTime> {
    const logger = pinoLogger('clock', 'info', openSync(logFile, 'a', 0o600));
    const activity = hostActivity();
    const setting = { type: 'scaled', hostAt: nodeTimer.now(), labAt, rate } as const;
    const [clock, subjects] = [new RealTimeClock({ activity, setting }), subjectsOf(cluster)];
    const bus = await NatsBus.connect({ name: 'launcher', ...nats, clock, activity, logger });
    const ports = { bus, channel: bus.control, subjects, clock, activity, logger, random: hostRandom(), host: nodeTimer };
    const keeper = startTimeKeeper(ports, { name: 'launcher', setting, initial: { rate, paused: false } });
    serveClock({ bus, subjects, reports: keeper.reports });
    return new LauncherTime(bus, keeper, activity, clock);
  }

  /** `leftBehind`: processes that do not answer, and are left behind. */
  state(): { readonly now: LabTime; readonly mode: ClockMode; readonly rate: number; readonly leftBehind: readonly string[] } {
    const { now, mode, rate, members } = this.#keeper.coordinator.state();
    return { now, mode, rate, leftBehind: members.filter(({ state }) => state === 'fenced').map(({ name }) => name) };
  }

  /** Blocks advances until a starting service joined. Returns a function that withdraws the expectation. */
  expect(service: string): Cancel {
    return this.#keeper.coordinator.expect(service);
  }

  /** The Clock object is obeyed no more. The processes still follow. */
  stopComponent(): void {
    this.#keeper.stopComponent();
  }

  /** Blocks advances until the release; repeated releases have no effect. */
  hold(reason: string): Release {
    return this.#activity.hold(reason);
  }

  /** Runs `strike` at an instant of lab time. Advances wait for its end. */
  at(instant: LabTime, timer: TimerName, strike: () => Promise<void>): void {
    const cancel = this.#clock.at(instant, timer, () => {
      this.#timers.delete(cancel);
      void this.#activity.track(timer.name, strike());
    });
    this.#timers.add(cancel);
  }

  /** Starts the launcher's part of Faults: kills and boots of processes. */
  startFaults(processes: FaultedProcesses): void {
    this.#faults = startFaultActor(this.#keeper.context, { reporter: 'launcher', names: [] }, processInjectors(processes, 'launcher'));
  }

  /** Starts and ends machines of the group of nodes. */
  startNodeGroup(group: NodeGroupSize, machines: GroupMachines): void {
    this.#nodeGroup = startNodeGroupActor(this.#keeper.context, group, machines);
  }

  /** Nodes were lost. Until the node controller has noticed there is something left to happen, also where all other timers are upkeep. */
  awaitNotice([node]: readonly string[]): void {
    if (node !== undefined) this.at(this.state().now + NODE_LOSS_MS, { name: 'node-loss', object: `nodes/${node}` }, async () => {});
  }

  /** Cancels timers of the launcher, and closes the bus. The processes go on by themselves. */
  async end(): Promise<void> {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    await Promise.all([this.#faults?.stop(), this.#nodeGroup?.stop()]);
    this.#keeper.coordinator.stop();
    await this.#bus.close();
  }
}
