import { openSync } from 'node:fs';
import { subjectsOf } from '@klockwork/bus';
import { keepTime, serveClock, type TimeKeeper } from '@klockwork/clock';
import { hostActivity, hostRandom, nodeTimer, pinoLogger, RealTimeClock } from '@klockwork/host';
import type { Activity, Cancel, Clock, LabTime, Release, TimerName } from '@klockwork/kernel';
import type { ClockMode } from '@klockwork/lockstep';
import { NatsBus, type NatsServers } from '@klockwork/nats-bus';

/** The node controller notices the loss of a node so long after it at most, in lab ms. */
const NODE_LOSS_MS = 60_000;

/** What the lab's time begins with, and over which bus it is told. */
export interface LabTimeOptions {
  readonly nats: NatsServers;
  readonly cluster: string;
  readonly labAt: LabTime;
  readonly rate: number;
  readonly logFile: string;
}

/**
 * The lab's time, kept inside the launcher on a connection of its own. While the bus is away it tries for ever; processes go on at the
 * rate they last heard of, and nobody can wind the clock.
 */
export class KeptTime {
  readonly #bus: NatsBus;
  readonly #keeper: TimeKeeper;
  readonly #activity: Activity;
  readonly #clock: Clock;

  private constructor(bus: NatsBus, keeper: TimeKeeper, activity: Activity, clock: Clock) {
    this.#bus = bus;
    this.#keeper = keeper;
    this.#activity = activity;
    this.#clock = clock;
  }

  /** Resolves when the bus is reached and processes can join. */
  static async begin({ nats, cluster, labAt, rate, logFile }: LabTimeOptions): Promise<KeptTime> {
    const logger = pinoLogger('clock', 'info', openSync(logFile, 'a', 0o600));
    const activity = hostActivity();
    const setting = { mode: 'scaled', hostAt: nodeTimer.now(), labAt, rate } as const;
    const [clock, subjects] = [new RealTimeClock({ activity, setting }), subjectsOf(cluster)];
    const bus = await NatsBus.connect({ name: 'launcher', ...nats, clock, activity, logger });
    const ports = { bus, channel: bus.control, subjects, clock, activity, logger, random: hostRandom(), host: nodeTimer };
    const keeper = keepTime(ports, { name: 'launcher', setting, initial: { rate, paused: false } });
    serveClock({ bus, subjects, reports: keeper.reports });
    return new KeptTime(bus, keeper, activity, clock);
  }

  /** `leftBehind`: processes that do not answer, and are left behind. */
  state(): { readonly now: LabTime; readonly mode: ClockMode; readonly rate: number; readonly leftBehind: readonly string[] } {
    const { now, mode, rate, members } = this.#keeper.coordinator.state();
    return { now, mode, rate, leftBehind: members.filter(({ state }) => state === 'fenced').map(({ name }) => name) };
  }

  /** A process is about to be started: an advance waits for it. Taken back when it ends before it has joined. */
  expect(service: string): Cancel {
    return this.#keeper.coordinator.expect(service);
  }

  /** The Clock object is obeyed no more. The processes still follow. */
  disobey(): void {
    this.#keeper.disobey();
  }

  /** An advance does not go on until the hold is released; to release it twice is to release it once. */
  hold(reason: string): Release {
    return this.#activity.hold(reason);
  }

  /** Does `strike` at an instant of the lab. An advance does not go on until it is done. */
  at(instant: LabTime, timer: TimerName, strike: () => Promise<void>): void {
    this.#clock.at(instant, timer, () => void this.#activity.track(timer.name, strike()));
  }

  /** Nodes were lost. Until the node controller has noticed there is something left to happen, also where all other timers are upkeep. */
  awaitNotice([node]: readonly string[]): void {
    if (node !== undefined) this.at(this.state().now + NODE_LOSS_MS, { name: 'node-loss', object: `nodes/${node}` }, async () => {});
  }

  /** Leaves the processes to themselves, and the bus. */
  async end(): Promise<void> {
    this.#keeper.coordinator.stop();
    await this.#bus.close();
  }
}
