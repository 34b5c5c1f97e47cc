import 'reflect-metadata';
import { BusStrategy, componentOf, LabModule, openPlatform, provideComponent, readLabConfig, runService } from '@klockwork/nest-platform';
import { startScheduler } from '@klockwork/scheduler';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

await runService(async () => {
  const platform = await openPlatform(readLabConfig(process.env, 'scheduler'));

  @Module({
    imports: [LabModule.of(platform)],
    providers: provideComponent(componentOf(() => startScheduler(platform.context))),
  })
  class SchedulerAppModule {}

  const strategy = new BusStrategy({ bus: platform.bus, subjects: platform.subjects, queue: 'scheduler' });
  return NestFactory.createMicroservice(SchedulerAppModule, { strategy, logger: false, abortOnError: false });
});
