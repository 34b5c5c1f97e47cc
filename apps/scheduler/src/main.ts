import 'reflect-metadata';
import type { ComponentContext } from '@klockwork/controller-runtime';
import { COMPONENT_CONTEXT, ComponentService, LabModule, readLabConfig, runService, START_COMPONENT } from '@klockwork/nest-platform';
import { startScheduler } from '@klockwork/scheduler';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const startComponent = {
  provide: START_COMPONENT,
  useFactory: (context: ComponentContext) => () => startScheduler(context),
  inject: [COMPONENT_CONTEXT],
};

@Module({
  imports: [LabModule.of(readLabConfig(process.env, 'scheduler'))],
  providers: [ComponentService, startComponent],
})
class SchedulerAppModule {}

await runService(() => NestFactory.createApplicationContext(SchedulerAppModule, { logger: false, abortOnError: false }));
