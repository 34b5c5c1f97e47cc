import { type Subjects, subjectsOf } from '@klockwork/bus';
import { startTimeKeeper, type TimeKeeper } from '@klockwork/clock';
import { hostActivity, hostRandom, nodeTimer, pinoLogger, RealTimeClock } from '@klockwork/host';
import type { Logger } from '@klockwork/kernel';
import { NatsBus } from '@klockwork/nats-bus';
import type { Component, LabConfig } from '@klockwork/nest-platform';
import type { ClockConfig } from './clock-config.ts';

/** Moves lab time over a connection of this process, which is no member of the clock. */
export class TimeService implements Component {
  readonly bus: NatsBus;
  readonly subjects: Subjects;
  readonly logger: Logger;
  readonly keeper: TimeKeeper;

  private constructor({ bus, subjects, logger }: Pick<TimeService, 'bus' | 'subjects' | 'logger'>, keeper: TimeKeeper) {
    this.bus = bus;
    this.subjects = subjects;
    this.logger = logger;
    this.keeper = keeper;
  }

  /** Resolves once connected; processes can join then. Members report the end of the log, below which lab time never starts. */
  static async connect({ service, cluster, nats, logLevel }: LabConfig, { rate, behindMs }: ClockConfig): Promise<TimeService> {
    const [activity, logger, subjects] = [hostActivity(), pinoLogger(service, logLevel), subjectsOf(cluster)];
    const hostAt = nodeTimer.now();
    // Lab time runs before the first read of the Clock object: paused time never triggers a retry of this read.
    const setting = { type: 'scaled', hostAt, labAt: Math.floor(hostAt - behindMs), rate: rate ?? 1 } as const;
    const clock = new RealTimeClock({ activity, setting });
    const bus = await NatsBus.connect({ name: service, ...nats, clock, activity, logger });
    const ports = { bus, channel: bus.control, subjects, clock, activity, logger, random: hostRandom(), host: nodeTimer };
    const initial = rate === undefined ? undefined : ({ rate, paused: false, ofNew: true } as const);
    return new TimeService(ports, startTimeKeeper(ports, { name: service, setting, ...(initial && { initial }) }));
  }

  /** Resolves at once: the api-server needs a coordinator first. The Clock object takes effect once an api-server runs. */
  async start(): Promise<void> {}

  async stop(): Promise<void> {
    this.keeper.stopComponent();
    this.keeper.coordinator.stop();
    await this.bus.close();
  }
}
