import 'reflect-metadata';
import { simulatedRuntimes } from '@klockwork/container-runtime';
import { nodeTimer, TcpDialer } from '@klockwork/host';
import { Kubelet } from '@klockwork/kubelet';
import { BusStrategy, LabModule, openPlatform, provideComponent, readLabConfig, runService } from '@klockwork/nest-platform';
import { NodeTlsServers } from '@klockwork/tls';
import { dialErrors } from '@klockwork/userland';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readKubeletConfig } from './kubelet-config.ts';
import { ManifestFolders } from './manifest-folder.ts';
import { NodeController } from './node.controller.ts';
import { readNodeShape } from './node-shape.ts';
import { StartNoteFiles } from './start-note-files.ts';

await runService(async () => {
  const { nodes, profile, shutdown, state, manifests, copiedAt } = readKubeletConfig(process.env);
  const platform = await openPlatform(readLabConfig(process.env, 'kubelet-agent'));
  const { bus, subjects, logger } = platform;
  const context = { ...platform.context, subjects };
  const crashed = (count: number) => process.send?.({ type: 'crashes', count });
  const kubelet = new Kubelet(context, {
    ...readNodeShape(process.env),
    nodes,
    runtimeFor: simulatedRuntimes(context, {
      ...{ profile, crashed, tls: new NodeTlsServers({ errors: dialErrors, activity: platform.activity }) },
      dialer: new TcpDialer({ activity: platform.activity, host: nodeTimer, errors: dialErrors }),
    }),
    ...(copiedAt !== undefined && { copiedAt }),
    ...(shutdown !== undefined && { shutdown }),
    ...(state !== undefined && { startNotes: new StartNoteFiles(state, context) }),
    ...(manifests !== undefined && { manifests: new ManifestFolders(manifests, context) }),
  });

  @Module({
    imports: [LabModule.of(platform)],
    controllers: [NodeController],
    providers: provideComponent(kubelet),
  })
  class KubeletAgentAppModule {}

  const strategy = new BusStrategy({ bus, subjects, logger, queue: 'kubelet', nodes });
  return NestFactory.createMicroservice(KubeletAgentAppModule, { strategy, logger: false, abortOnError: false });
});
