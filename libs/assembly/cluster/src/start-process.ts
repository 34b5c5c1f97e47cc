import { type ApiServer, startApiServer } from '@klockwork/api-server';
import { type LatencyProfile, type SimulatedRuntimeOptions, simulatedRuntimes } from '@klockwork/container-runtime';
import { startControllerManager } from '@klockwork/controller-manager';
import type { Running } from '@klockwork/controller-runtime';
import type { Revision } from '@klockwork/event-store';
import type { HttpApi } from '@klockwork/http-api';
import type { ImageDescription } from '@klockwork/images';
import { type ManifestSource, type StartNotes, startKubelet } from '@klockwork/kubelet';
import type { NodeGroupSize, TokenSigner } from '@klockwork/resources';
import { startScheduler } from '@klockwork/scheduler';
import { type DescribedWebhook, DescribedWebhooks } from './described-webhooks.ts';
import type { Process } from './process.ts';

/** Placeholder for the authority of the API's certificate: correct format, but nothing in one process uses TLS. */
const ROOT_CA = '-----BEGIN CERTIFICATE-----\nS2xvY2t3b3Jr\n-----END CERTIFICATE-----\n';

/** Running component; the api-server also has an HTTP API. */
export interface Component extends Running {
  readonly http?: HttpApi;
}

/** Inputs of a component's start, beside its process. */
export interface StartOptions {
  readonly profile: LatencyProfile;
  /** Programs of containers; undefined: by the image's description. */
  readonly programOf: SimulatedRuntimeOptions['programOf'] | undefined;
  /** The nodes' own. */
  readonly manifests: ManifestSource;
  readonly startNotes: StartNotes;
  /** Signs service account tokens. */
  readonly signer: TokenSigner;
  /** Set in a copied cluster: last copied revision. */
  readonly copiedAt: Revision | undefined;
  /** Images described by the api-server; undefined: whole catalogue. */
  readonly images: readonly ImageDescription[] | undefined;
  readonly webhooks: readonly DescribedWebhook[] | undefined;
  /** Limits of the group of nodes; undefined without a cluster autoscaler. */
  readonly autoscale: NodeGroupSize | undefined;
  failed(error: Error): void;
}

/** Starts the component named by the process: a service, otherwise a node's kubelet. Resolves once ready. */
export function startComponent(process: Process, options: StartOptions): Promise<Component> {
  const { context } = process;
  const { profile, programOf, autoscale } = options;
  switch (process.name) {
    case 'api-server':
      return startLogWriter(process, options);
    case 'scheduler':
      return startScheduler(context);
    case 'controller-manager':
      return startControllerManager(context, autoscale && { autoscale });
    default:
      return startKubelet(context, {
        nodes: [process.name],
        runtimeFor: simulatedRuntimes(context, { profile, ...(programOf && { programOf }) }),
        manifests: options.manifests,
        startNotes: options.startNotes,
        ...(options.copiedAt !== undefined && { copiedAt: options.copiedAt }),
      });
  }
}

async function startLogWriter({ context, store }: Process, options: StartOptions): Promise<ApiServer> {
  const { images, signer, failed, webhooks } = options;
  const https = webhooks && new DescribedWebhooks(webhooks, { clock: context.clock, random: context.random.fork('described webhooks') });
  const server = await startApiServer({ ...context, store, images, signer, rootCa: ROOT_CA, ...(https && { https }) });
  server.failed.onStop(() => failed(server.failure ?? new Error('the event log failed')));
  return server;
}
