import 'reflect-metadata';
import { join } from 'node:path';
import { setDefaultHighWaterMark } from 'node:stream';
import { API_SERVER_QUEUE } from '@klockwork/cluster-api';
import { makePrivate } from '@klockwork/host';
import { BusStrategy, LabModule, LogPosition, openPlatform, provideComponent, readLabConfig, runService } from '@klockwork/nest-platform';
import { ThreadedEventStore } from '@klockwork/sqlite-event-store';
import { loadIdentity } from '@klockwork/tls';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiServerController } from './api-server.controller.ts';
import { logFile, readApiServerConfig } from './api-server-config.ts';
import { ApiServerProcess } from './api-server-process.ts';
import { requireFormerLog } from './former-log.ts';
import { API_SERVER } from './tokens.ts';

/** Files of the data folder that earlier versions created with readable modes. */
const PRIVATE_PARTS = ['events.db', 'events.db-wal', 'events.db-shm', 'kubeconfig', 'pki'];

// Max bytes buffered per connection and direction.
setDefaultHighWaterMark(false, 16 * 1_024);

await runService(async () => {
  const config = readApiServerConfig(process.env);
  for (const part of PRIVATE_PARTS) makePrivate(join(config.data, part));
  requireFormerLog(config);
  // Opens the log before the process joins the lab's clock, which must not be behind the log.
  const opened = ThreadedEventStore.open({ path: logFile(config) });
  const identity = loadIdentity(join(config.data, 'pki'), config.hosts);
  const store = await opened;
  for (const message of store.notices) {
    console.error(message);
    process.send?.({ type: 'notice', message });
  }
  const log = new LogPosition((await store.head()).at);
  const platform = await openPlatform(readLabConfig(process.env, 'api-server'), log);
  const api = await ApiServerProcess.open({ platform, config, identity, store, notices: store.notices });
  log.follow(api.server.heads);

  @Module({
    imports: [LabModule.of(platform)],
    controllers: [ApiServerController],
    providers: [...provideComponent(api), { provide: API_SERVER, useValue: api.server }],
  })
  class ApiServerAppModule {}

  const { bus, subjects, logger } = platform;
  const strategy = new BusStrategy({ bus, subjects, logger, queue: API_SERVER_QUEUE, onListen: () => api.server.announce() });
  return NestFactory.createMicroservice(ApiServerAppModule, { strategy, logger: false, abortOnError: false });
});
