import 'reflect-metadata';
import { join } from 'node:path';
import { LabModule, LogPosition, readLabConfig, runService } from '@klockwork/nest-platform';
import { ThreadedEventStore } from '@klockwork/sqlite-event-store';
import { loadIdentity } from '@klockwork/tls';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiServerService } from './api-server.service.ts';
import { logFile, readApiServerConfig } from './api-server-config.ts';
import { API_SERVER_CONFIG, EVENT_STORE, IDENTITY } from './tokens.ts';

await runService(async () => {
  const config = readApiServerConfig(process.env);
  // Opened before the process joins the lab's clock, which may not be behind the log.
  const opened = ThreadedEventStore.open({ path: logFile(config) });
  const [identity, store] = await Promise.all([loadIdentity(join(config.data, 'pki'), config.hosts), opened]);
  const log = new LogPosition((await store.head()).at);

  @Module({
    imports: [LabModule.of(readLabConfig(process.env, 'api-server'), log)],
    providers: [
      ApiServerService,
      { provide: API_SERVER_CONFIG, useValue: config },
      { provide: IDENTITY, useValue: identity },
      { provide: EVENT_STORE, useValue: store },
    ],
  })
  class ApiServerAppModule {}

  return NestFactory.createApplicationContext(ApiServerAppModule, { logger: false, abortOnError: false });
});
