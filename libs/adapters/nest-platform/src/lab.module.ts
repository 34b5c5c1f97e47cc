import { type Bus, type Subjects, subjectsOf } from '@klockwork/bus';
import { BusClusterApi, ServerStarts } from '@klockwork/cluster-api';
import type { ComponentContext } from '@klockwork/controller-runtime';
import { hostActivity, hostRandom, pinoLogger, RealTimeClock } from '@klockwork/host';
import type { Activity, DrivenClock, Logger, Random } from '@klockwork/kernel';
import { NatsBus } from '@klockwork/nats-bus';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { LabConfig } from './lab-config.ts';
import { ACTIVITY, BOOT_HOLD, BUS, CLOCK, COMPONENT_CONTEXT, LAB_CONFIG, LOGGER, RANDOM, SUBJECTS } from './tokens.ts';

const providers = [
  { provide: ACTIVITY, useFactory: hostActivity },
  { provide: BOOT_HOLD, useFactory: (activity: Activity) => activity.hold('boot'), inject: [ACTIVITY] },
  {
    provide: CLOCK,
    useFactory: (config: LabConfig, activity: Activity) =>
      new RealTimeClock({ activity, ...(config.clock !== undefined && { setting: config.clock }) }),
    inject: [LAB_CONFIG, ACTIVITY],
  },
  { provide: RANDOM, useFactory: () => hostRandom() },
  { provide: LOGGER, useFactory: (config: LabConfig) => pinoLogger(config.service, config.logLevel), inject: [LAB_CONFIG] },
  { provide: SUBJECTS, useFactory: (config: LabConfig) => subjectsOf(config.cluster), inject: [LAB_CONFIG] },
  {
    provide: BUS,
    useFactory: (config: LabConfig, clock: DrivenClock, activity: Activity, logger: Logger) =>
      NatsBus.connect({ name: config.service, ...config.nats, clock, activity, logger }),
    inject: [LAB_CONFIG, CLOCK, ACTIVITY, LOGGER],
  },
  {
    provide: COMPONENT_CONTEXT,
    useFactory: (
      clock: DrivenClock,
      activity: Activity,
      random: Random,
      logger: Logger,
      bus: Bus,
      subjects: Subjects,
    ): ComponentContext => {
      const servers = new ServerStarts({ bus, subjects, clock });
      const api: ComponentContext['api'] = (actor) =>
        new BusClusterApi({ bus, subjects, clock, random: random.fork(`api ${actor.userAgent}`), actor, servers });
      return { clock, activity, random, logger, api };
    },
    inject: [CLOCK, ACTIVITY, RANDOM, LOGGER, BUS, SUBJECTS],
  },
];

/** The ports of one process, by their adapters: host clock, entropy, log, and the one connection to the bus. */
@Module({})
export class LabModule implements OnApplicationShutdown {
  readonly #bus: NatsBus;

  constructor(@Inject(BUS) bus: NatsBus) {
    this.#bus = bus;
  }

  static of(config: LabConfig): DynamicModule {
    const all = [{ provide: LAB_CONFIG, useValue: config }, ...providers];
    return { module: LabModule, global: true, providers: all, exports: all.map((provider) => provider.provide) };
  }

  /** Last of all: components have said what they had to when they were stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.#bus.close();
  }
}
