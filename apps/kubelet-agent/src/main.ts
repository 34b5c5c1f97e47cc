import 'reflect-metadata';
import type { Bus, Subjects } from '@klockwork/bus';
import { simulatedRuntimes } from '@klockwork/container-runtime';
import type { ComponentContext } from '@klockwork/controller-runtime';
import { startKubelet } from '@klockwork/kubelet';
import {
  BUS,
  COMPONENT_CONTEXT,
  ComponentService,
  LabModule,
  readLabConfig,
  runService,
  START_COMPONENT,
  SUBJECTS,
} from '@klockwork/nest-platform';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readKubeletConfig } from './kubelet-config.ts';
import { ManifestFolders } from './manifest-folder.ts';
import { readNodeShape } from './node-shape.ts';
import { StartNoteFiles } from './start-note-files.ts';

const config = readKubeletConfig(process.env);

const startComponent = {
  provide: START_COMPONENT,
  useFactory: (context: ComponentContext, bus: Bus, subjects: Subjects) => () =>
    startKubelet(
      { ...context, bus, subjects },
      {
        ...readNodeShape(process.env),
        nodes: config.nodes,
        runtimeFor: simulatedRuntimes(
          { ...context, bus, subjects },
          { profile: config.profile, crashed: (count) => process.send?.({ kind: 'crashes', count }) },
        ),
        ...(config.shutdown !== undefined && { shutdown: config.shutdown }),
        ...(config.state !== undefined && { startNotes: new StartNoteFiles(config.state, context) }),
        ...(config.manifests !== undefined && { manifests: new ManifestFolders(config.manifests, context) }),
      },
    ),
  inject: [COMPONENT_CONTEXT, BUS, SUBJECTS],
};

@Module({
  imports: [LabModule.of(readLabConfig(process.env, 'kubelet-agent'))],
  providers: [ComponentService, startComponent],
})
class KubeletAgentAppModule {}

await runService(() => NestFactory.createApplicationContext(KubeletAgentAppModule, { logger: false, abortOnError: false }));
