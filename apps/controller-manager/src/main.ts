import 'reflect-metadata';
import { startControllerManager } from '@klockwork/controller-manager';
import { BusStrategy, componentOf, LabModule, openPlatform, provideComponent, readLabConfig, runService } from '@klockwork/nest-platform';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

await runService(async () => {
  const platform = await openPlatform(readLabConfig(process.env, 'controller-manager'));

  @Module({
    imports: [LabModule.of(platform)],
    providers: provideComponent(componentOf(() => startControllerManager(platform.context))),
  })
  class ControllerManagerAppModule {}

  const { bus, subjects, logger } = platform;
  const strategy = new BusStrategy({ bus, subjects, logger, queue: 'controller-manager' });
  return NestFactory.createMicroservice(ControllerManagerAppModule, { strategy, logger: false, abortOnError: false });
});
