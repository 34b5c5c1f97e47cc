import { formatTime } from '@klockwork/api-machinery';
import type { Bus, Subjects, Subscription } from '@klockwork/bus';
import { announceServer, type ClusterApiAnswers, clusterApiAnswers, type Heads, serveClusterApi } from '@klockwork/cluster-api';
import { type EventStore, Journal, type JournalFailedError, LogRelay, verifyStore } from '@klockwork/event-store';
import { BUILT_IN_IMAGES, type ImageDescription } from '@klockwork/images';
import type { Activity, Clock, Logger, Random, StopSignal } from '@klockwork/kernel';
import { Registry } from '@klockwork/registry';
import { allKinds } from '@klockwork/resources';
import { createHttpApi } from './api-server.ts';
import {
  bootstrap,
  createClusterServices,
  createFlowControl,
  createImages,
  createLabClock,
  createPolicy,
  createPriorityClasses,
  createServiceRange,
  createStorageClass,
} from './bootstrap.ts';
import { ensuredServices } from './cluster-services.ts';
import { reportDangling } from './dangling-flow-schemas.ts';
import { directBackend } from './direct-cluster-api.ts';
import { ensuredFlowControl } from './ensured-flow-control.ts';
import { ensureObjects } from './ensured-objects.ts';
import type { HttpApi } from './http.ts';
import { recordNotice } from './klockwork/record-notice.ts';
import { type PodApiAnswers, podApiAnswers, servePods } from './pods/serve-pods.ts';

/** What an api-server stands on. The store and the bus stay the caller's to close, after it. */
export interface ApiServerOptions {
  readonly store: EventStore;
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: Random;
  readonly logger: Logger;
  /** The authority of the server's certificate in PEM, for the cluster to trust. */
  readonly rootCa?: string;
  /** The user that a bearer token of the server stands for. */
  readonly userOf?: (token: string) => string | undefined;
  /** Images that the lab describes from its start; the whole catalogue unless given. */
  readonly images?: readonly ImageDescription[];
  /** Milliseconds since 1970 on the host's clock. */
  readonly hostNow?: () => number;
  /** Sentences about what was found as the store was opened, which the log is to have. */
  readonly notices?: readonly string[];
  /** True while the lab's clock tells all readers of the log how far it is. */
  readonly headsAreCarried?: () => boolean;
}

/** A started api-server. */
export interface ApiServer {
  readonly http: HttpApi;
  /** Stops when the log failed: the process must end and start again from what is durable. `failure` says why. */
  readonly failed: StopSignal;
  readonly failure: JournalFailedError | undefined;
  /** The newest revision of each kind in the log: the lab's clock asks for it. */
  heads(): Heads;
  stop(): Promise<void>;
}

/** An api-server that has opened its log. What is asked over the bus is the caller's to hand on to it. */
export interface OpenApiServer extends ApiServer {
  readonly cluster: ClusterApiAnswers;
  readonly pods: PodApiAnswers;
  /** Tells all processes that questions to an earlier api-server are lost. Comes right before the first answer. */
  announce(): void;
  /** Publishes the heads of the log for a reader that was cut off. */
  publishHeads(): void;
}

/** Opens the log, publishes what was not published, and answers: over HTTP by `http`, to the cluster's components over the bus. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { bus, subjects } = options;
  const server = await openApiServer(options);
  server.announce();
  const { cluster, pods } = server;
  const served = [
    serveClusterApi({ bus, subjects, answers: cluster }),
    servePods({ bus, subjects, answers: pods }),
    bus.subscribe(subjects.headsWanted, () => server.publishHeads()),
  ];
  return {
    http: server.http,
    failed: server.failed,
    get failure() {
      return server.failure;
    },
    heads: () => server.heads(),
    async stop() {
      for (const subscription of served) subscription.stop();
      await server.stop();
    },
  };
}

/** Opens the log and publishes what was not published. Answers nobody by itself. */
export async function openApiServer(options: ApiServerOptions): Promise<OpenApiServer> {
  const { store, bus, subjects, clock, activity, logger } = options;
  const random = options.random.fork('api-server');
  const kinds = allKinds;
  const onTrouble = (error: Error) => logger.error({ error: error.message }, 'the event log refused');
  const journal = await Journal.open({ store, clock, activity, kinds, onTrouble });
  const registry = new Registry({ journal, clock, random: random.fork('registry'), logger, kinds });
  const relay = await LogRelay.start({ journal, bus, subjects, clock, activity, kinds, areCarried: options.headsAreCarried });
  await bootstrap(registry, options.rootCa);
  await createClusterServices(registry);
  await createPolicy(registry);
  await createPriorityClasses(registry);
  await createFlowControl(registry);
  const stopTelling = await reportDangling({ journal, registry, clock });
  await createServiceRange(registry, formatTime(clock.now()));
  await createLabClock(registry);
  await createStorageClass(registry);
  await createImages(registry, options.images ?? BUILT_IN_IMAGES);
  for (const notice of options.notices ?? []) await recordNotice({ registry, clock, random: random.fork('notices') }, notice);
  const http = createHttpApi({
    registry,
    journal,
    bus,
    subjects,
    clock,
    random: random.fork('http'),
    logger,
    kinds,
    checks: [],
    verify: () => verifyStore(store),
    userOf: options.userOf,
    hostNow: options.hostNow,
  });
  const stopKeeping = ensureObjects([...ensuredServices(), ...ensuredFlowControl()], { journal, registry, clock });
  let announced: Subscription | undefined;
  return {
    http,
    cluster: clusterApiAnswers(directBackend({ registry, journal })),
    pods: podApiAnswers({ bus, subjects, clock, http, rootCa: options.rootCa }),
    announce() {
      announced = announceServer({ bus, subjects, clock, random });
    },
    publishHeads: () => relay.publishHeads(),
    failed: journal.failed,
    get failure() {
      return journal.failure;
    },
    heads: () => journal.state.heads(),
    async stop() {
      announced?.stop();
      stopKeeping();
      stopTelling();
      registry.close();
      await journal.close();
      await relay.stop();
    },
  };
}
