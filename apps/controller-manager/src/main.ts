import 'reflect-metadata';
import { readAutoscale, startControllerManager } from '@klockwork/controller-manager';
import { BusStrategy, componentOf, LabModule, openPlatform, provideComponent, readLabConfig, runService } from '@klockwork/nest-platform';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

await runService(async () => {
  const autoscale = readAutoscale(process.env);
  const platform = await openPlatform(readLabConfig(process.env, 'controller-manager'));

  @Module({
    imports: [LabModule.of(platform)],
    providers: provideComponent(componentOf(() => startControllerManager(platform.context, autoscale && { autoscale }))),
  })
  class ControllerManagerAppModule {}

  const { bus, subjects, logger } = platform;
  const strategy = new BusStrategy({ bus, subjects, logger, queue: 'controller-manager' });
  return NestFactory.createMicroservice(ControllerManagerAppModule, { strategy, logger: false, abortOnError: false });
});
