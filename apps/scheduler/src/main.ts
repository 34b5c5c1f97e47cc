import 'reflect-metadata';
import { BusStrategy, componentOf, LabModule, openPlatform, provideComponent, readLabConfig, runService } from '@klockwork/nest-platform';
import { readSchedulerConfiguration, startScheduler } from '@klockwork/scheduler';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

await runService(async () => {
  const configuration = readSchedulerConfiguration(process.env);
  const platform = await openPlatform(readLabConfig(process.env, 'scheduler'));

  @Module({
    imports: [LabModule.of(platform)],
    providers: provideComponent(componentOf(() => startScheduler(platform.context, configuration))),
  })
  class SchedulerAppModule {}

  const { bus, subjects, logger } = platform;
  const strategy = new BusStrategy({ bus, subjects, logger, queue: 'scheduler' });
  return NestFactory.createMicroservice(SchedulerAppModule, { strategy, logger: false, abortOnError: false });
});
