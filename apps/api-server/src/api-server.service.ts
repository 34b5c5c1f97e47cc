import { join } from 'node:path';
import { type ApiServer, startApiServer } from '@klockwork/api-server';
import type { Bus, Subjects } from '@klockwork/bus';
import { nodeTimer } from '@klockwork/host';
import type { Activity, DrivenClock, Logger, Random, Release } from '@klockwork/kernel';
import { ACTIVITY, BOOT_HOLD, BUS, CLOCK, LOGGER, RANDOM, SUBJECTS } from '@klockwork/nest-platform';
import { SqliteEventStore } from '@klockwork/sqlite-event-store';
import type { Identity } from '@klockwork/tls';
import { kubeconfigText, writePrivate } from '@klockwork/tls';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { type ApiServerConfig, logFile } from './api-server-config.ts';
import { bearerAuthentication } from './authenticate.ts';
import { ForeignWatches } from './foreign-watches.ts';
import { bridgeHttp } from './http-bridge.ts';
import { API_SERVER_CONFIG, IDENTITY } from './tokens.ts';

/** Ties the api-server component to its process: the log's file, the HTTPS server, the kubeconfig. */
@Injectable()
export class ApiServerService implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  #store: SqliteEventStore | undefined;
  #server: ApiServer | undefined;

  constructor(
    @Inject(API_SERVER_CONFIG) private readonly config: ApiServerConfig,
    @Inject(IDENTITY) private readonly identity: Identity,
    @Inject(BUS) private readonly bus: Bus,
    @Inject(SUBJECTS) private readonly subjects: Subjects,
    @Inject(CLOCK) private readonly clock: DrivenClock,
    @Inject(ACTIVITY) private readonly activity: Activity,
    @Inject(RANDOM) private readonly random: Random,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(BOOT_HOLD) private readonly endBoot: Release,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
  ) {}

  async onModuleInit(): Promise<void> {
    const { bus, subjects, clock, activity, random, logger } = this;
    this.#store = await SqliteEventStore.open({ path: logFile(this.config) });
    this.#server = await startApiServer({
      store: this.#store,
      bus,
      subjects,
      clock,
      activity,
      random,
      logger,
      rootCa: this.identity.authority,
    });
    this.#server.failed.onStop(() => this.#endProcess());
    bridgeHttp(this.host.httpAdapter.getInstance<FastifyInstance>(), {
      api: this.#server.http,
      authenticate: bearerAuthentication(this.identity.token),
      activity,
      foreign: new ForeignWatches({ activity, host: nodeTimer, settleMs: this.config.settleMs }),
    });
    writePrivate(join(this.config.data, 'kubeconfig'), kubeconfigText('klockwork', this.config.publicUrl, this.identity));
  }

  onApplicationBootstrap(): void {
    this.endBoot();
  }

  /** No new requests are taken by now: what was acknowledged is durable, what is open may be cut off. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#server?.stop();
    await this.#store?.close();
  }

  // The log could not be written: nothing in memory can be trusted any more. Whoever supervises starts us again.
  #endProcess(): void {
    this.logger.error({ error: this.#server?.failure?.message }, 'the log failed, ending');
    process.exit(1);
  }
}
