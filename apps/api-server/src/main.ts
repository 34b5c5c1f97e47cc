import 'reflect-metadata';
import { join } from 'node:path';
import { setDefaultHighWaterMark } from 'node:stream';
import { makePrivate } from '@klockwork/host';
import { LabModule, LogPosition, readLabConfig, runService } from '@klockwork/nest-platform';
import { ThreadedEventStore } from '@klockwork/sqlite-event-store';
import { loadIdentity } from '@klockwork/tls';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApiServerService } from './api-server.service.ts';
import { logFile, readApiServerConfig } from './api-server-config.ts';
import { requireFormerLog } from './former-log.ts';
import { API_SERVER_CONFIG, EVENT_STORE, IDENTITY, LOG_NOTICES } from './tokens.ts';

/** Files of the data folder that earlier versions left readable to other users. */
const PRIVATE_PARTS = ['events.db', 'events.db-wal', 'events.db-shm', 'kubeconfig', 'pki'];

// Max bytes that a connection buffers in each direction before the other side takes them.
setDefaultHighWaterMark(false, 16 * 1_024);

await runService(async () => {
  const config = readApiServerConfig(process.env);
  for (const part of PRIVATE_PARTS) makePrivate(join(config.data, part));
  requireFormerLog(config);
  // Opened before the process joins the lab's clock, which may not be behind the log.
  const opened = ThreadedEventStore.open({ path: logFile(config) });
  const [identity, store] = await Promise.all([loadIdentity(join(config.data, 'pki'), config.hosts), opened]);
  for (const message of store.notices) {
    console.error(message);
    process.send?.({ kind: 'notice', message });
  }
  const log = new LogPosition((await store.head()).at);

  @Module({
    imports: [LabModule.of(readLabConfig(process.env, 'api-server'), log)],
    providers: [
      ApiServerService,
      { provide: API_SERVER_CONFIG, useValue: config },
      { provide: IDENTITY, useValue: identity },
      { provide: EVENT_STORE, useValue: store },
      { provide: LOG_NOTICES, useValue: store.notices },
    ],
  })
  class ApiServerAppModule {}

  return NestFactory.createApplicationContext(ApiServerAppModule, { logger: false, abortOnError: false });
});
