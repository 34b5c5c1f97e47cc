import { formatTime } from '@klockwork/api-machinery';
import type { Bus, Subjects } from '@klockwork/bus';
import { announceServer, type Heads, serveClusterApi } from '@klockwork/cluster-api';
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
import { keptObjects } from './cluster-services.ts';
import { tellFlowSchemas } from './dangling-flow-schemas.ts';
import { directBackend } from './direct-cluster-api.ts';
import type { HttpApi } from './http.ts';
import { keptFlowControl } from './kept-flow-control.ts';
import { keepObjects } from './kept-objects.ts';
import { recordNotice } from './klockwork/record-notice.ts';
import { servePods } from './pods/serve-pods.ts';

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

/** Opens the log, publishes what was not published, and answers: over HTTP by `http`, to the cluster's components over the bus. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
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
  const stopTelling = await tellFlowSchemas({ journal, registry, clock });
  await createServiceRange(registry, formatTime(clock.now()));
  await createLabClock(registry);
  await createStorageClass(registry);
  await createImages(registry, options.images ?? BUILT_IN_IMAGES);
  for (const notice of options.notices ?? []) await recordNotice({ registry, clock, random: random.fork('notices') }, notice);
  // What was asked before this was asked of a process that is gone.
  const announced = announceServer({ bus, subjects, clock, random });
  const served = serveClusterApi({ bus, subjects, backend: directBackend({ registry, journal }) });
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
  const stopKeeping = keepObjects([...keptObjects(), ...keptFlowControl()], { journal, registry, clock });
  const pods = servePods({ bus, subjects, clock, http, rootCa: options.rootCa });
  return {
    http,
    failed: journal.failed,
    get failure() {
      return journal.failure;
    },
    heads: () => journal.state.heads(),
    async stop() {
      announced.stop();
      pods.stop();
      stopKeeping();
      stopTelling();
      served.stop();
      registry.close();
      await journal.close();
      await relay.stop();
    },
  };
}
