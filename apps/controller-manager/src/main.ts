import 'reflect-metadata';
import { startControllerManager } from '@klockwork/controller-manager';
import type { ComponentContext } from '@klockwork/controller-runtime';
import { COMPONENT_CONTEXT, ComponentService, LabModule, readLabConfig, runService, START_COMPONENT } from '@klockwork/nest-platform';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

const startComponent = {
  provide: START_COMPONENT,
  useFactory: (context: ComponentContext) => () => startControllerManager(context),
  inject: [COMPONENT_CONTEXT],
};

@Module({
  imports: [LabModule.of(readLabConfig(process.env, 'controller-manager'))],
  providers: [ComponentService, startComponent],
})
class ControllerManagerAppModule {}

await runService(() => NestFactory.createApplicationContext(ControllerManagerAppModule, { logger: false, abortOnError: false }));
