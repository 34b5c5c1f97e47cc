import { join } from 'node:path';
import { type ApiServer, startApiServer } from '@klockwork/api-server';
import type { Bus, Subjects } from '@klockwork/bus';
import type { EventStore } from '@klockwork/event-store';
import { nodeTimer } from '@klockwork/host';
import type { Activity, DrivenClock, Logger, Random, Release } from '@klockwork/kernel';
import { ACTIVITY, BOOT_HOLD, BUS, CLOCK, LOG_POSITION, LOGGER, type LogPosition, RANDOM, SUBJECTS } from '@klockwork/nest-platform';
import type { Identity } from '@klockwork/tls';
import { kubeconfigText, writePrivate } from '@klockwork/tls';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { ApiPort } from './api-port.ts';
import type { ApiServerConfig } from './api-server-config.ts';
import { bearerAuthentication, userOf } from './authenticate.ts';
import { ForeignWatches } from './foreign-watches.ts';
import { serverLimits } from './server-limits.ts';
import { API_SERVER_CONFIG, EVENT_STORE, IDENTITY, LOG_NOTICES } from './tokens.ts';
import { twoProtocols } from './two-protocols.ts';

/** Ties the api-server component to its process: the log, the HTTPS server, the kubeconfig. */
@Injectable()
export class ApiServerService implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  #server: ApiServer | undefined;
  #port: ApiPort | undefined;

  constructor(
    @Inject(API_SERVER_CONFIG) private readonly config: ApiServerConfig,
    @Inject(IDENTITY) private readonly identity: Identity,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(LOG_NOTICES) private readonly notices: readonly string[],
    @Inject(LOG_POSITION) private readonly log: LogPosition,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(SUBJECTS) private readonly subjects: Subjects,
    @Inject(CLOCK) private readonly clock: DrivenClock,
    @Inject(ACTIVITY) private readonly activity: Activity,
    @Inject(RANDOM) private readonly random: Random,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(BOOT_HOLD) private readonly endBoot: Release,
  ) {}

  async onModuleInit(): Promise<void> {
    const { store, notices, bus, subjects, clock, activity, random, logger } = this;
    this.#server = await startApiServer({
      store,
      notices,
      bus,
      subjects,
      clock,
      activity,
      random,
      logger,
      rootCa: this.identity.authority,
      hostNow: () => nodeTimer.now(),
      headsAreCarried: () => clock.setting.mode === 'lockstep',
      userOf: (given) => userOf(given, this.identity.token),
    });
    this.log.follow(this.#server.heads);
    this.#server.failed.onStop(() => this.#endProcess());
    this.#port = new ApiPort(twoProtocols(this.identity.server, serverLimits()), {
      api: this.#server.http,
      authenticate: bearerAuthentication(this.identity.token),
      activity,
      logger,
      foreign: new ForeignWatches({ activity, host: nodeTimer, settleMs: this.config.settleMs }),
    });
    writePrivate(join(this.config.data, 'kubeconfig'), kubeconfigText('klockwork', this.config.publicUrl, this.identity));
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#port?.listen(this.config.port, this.config.host);
    this.endBoot();
  }

  /** Whoever asks from now on is told that the server stops. What was acknowledged is durable, so what is open may be cut off. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#server?.stop();
    // The thread of the log works until it has closed the file: a process that works does not rest.
    await this.activity.track('event log', this.store.close());
    await this.#port?.close();
  }

  // The log could not be written: nothing in memory can be trusted any more. Whoever supervises starts us again.
  #endProcess(): void {
    this.logger.error({ error: this.#server?.failure?.message }, 'the log failed, ending');
    process.exit(1);
  }
}
