import 'reflect-metadata';
import { BusStrategy, provideComponent, readLabConfig, runService } from '@klockwork/nest-platform';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClockController } from './clock.controller.ts';
import { readClockConfig } from './clock-config.ts';
import { TimeService } from './time-service.ts';

await runService(async () => {
  const time = await TimeService.connect(readLabConfig(process.env, 'clock'), readClockConfig(process.env));

  @Module({ controllers: [ClockController], providers: provideComponent(time) })
  class ClockAppModule {}

  const { bus, subjects, logger } = time;
  const strategy = new BusStrategy({ bus, subjects, logger, queue: 'clock' });
  return NestFactory.createMicroservice(ClockAppModule, { strategy, logger: false, abortOnError: false });
});
