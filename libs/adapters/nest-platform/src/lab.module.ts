import type { Activity, Logger } from '@klockwork/kernel';
import type { ClockMember } from '@klockwork/lockstep';
import type { NatsBus } from '@klockwork/nats-bus';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { CountedHostTimer } from './counted-host-timer.ts';
import type { LabConfig } from './lab-config.ts';
import type { LogPosition } from './log-position.ts';
import { providers } from './providers.ts';
import { watchQuiet } from './quiet-check.ts';
import { ACTIVITY, CLOCK_MEMBER, CONNECTION, HOST_TIMER, LAB_CONFIG, LOG_POSITION, LOGGER } from './tokens.ts';

/** The client's own ping timer: the one host timer that is not ours. */
const CLIENT_TIMERS = 1;

/** The ports of one process, by their adapters: host, entropy, log, the one connection to the bus, and the lab's clock. */
@Module({})
export class LabModule implements OnApplicationShutdown {
  readonly #connection: NatsBus;
  readonly #member: ClockMember;

  constructor(
    @Inject(LAB_CONFIG) config: LabConfig,
    @Inject(CONNECTION) connection: NatsBus,
    @Inject(CLOCK_MEMBER) member: ClockMember,
    @Inject(ACTIVITY) activity: Activity,
    @Inject(HOST_TIMER) host: CountedHostTimer,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#connection = connection;
    this.#member = member;
    const knownTimers = () => (connection.connected ? CLIENT_TIMERS + host.pending : undefined);
    if (config.assertQuiet) watchQuiet({ activity, logger, knownTimers, onWork: () => process.exit(1) });
  }

  /** `log` is given by the one process that writes the log. */
  static of(config: LabConfig, log?: LogPosition): DynamicModule {
    const all = [{ provide: LAB_CONFIG, useValue: config }, { provide: LOG_POSITION, useValue: log ?? null }, ...providers];
    return { module: LabModule, global: true, providers: all, exports: all.map((provider) => provider.provide) };
  }

  /** Last of all: components have said what they had to when they were stopped. */
  async onApplicationShutdown(): Promise<void> {
    this.#member.leave();
    await this.#connection.close();
  }
}
