import 'reflect-metadata';
import { readLabConfig, runService } from '@klockwork/nest-platform';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readClockConfig } from './clock-config.ts';
import { TimeKeeperService, timeProviders } from './time-keeper.service.ts';

await runService(() => {
  @Module({ providers: [...timeProviders(readLabConfig(process.env, 'clock'), readClockConfig(process.env)), TimeKeeperService] })
  class ClockAppModule {}

  return NestFactory.createApplicationContext(ClockAppModule, { logger: false, abortOnError: false });
});
