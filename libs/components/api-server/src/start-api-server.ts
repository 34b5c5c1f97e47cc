import { formatTime } from '@klockwork/api-machinery';
import type { Bus, Subjects, Subscription } from '@klockwork/bus';
import { announceServer, type ClusterApiAnswers, clusterApiAnswers, HEADS_WANTED_ROUTE, serveClusterApi } from '@klockwork/cluster-api';
import type { FaultyConnection } from '@klockwork/controller-runtime';
import { type EventStore, type Heads, Journal, type JournalFailedError, LogRelay, verifyStore } from '@klockwork/event-store';
import type { HostPorts, HttpApi, OutboundHttps } from '@klockwork/http-api';
import { BUILT_IN_IMAGES, type ImageDescription } from '@klockwork/images';
import type { Activity, Cancel, Clock, HostTimer, Logger, Random, StopSignal } from '@klockwork/kernel';
import { Registry } from '@klockwork/registry';
import type { CertificateSigner, TokenSigner } from '@klockwork/resources';
import { openAggregation } from './aggregation/open-aggregation.ts';
import type { RemotePorts } from './aggregation/remote-call.ts';
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
import { signCertificates } from './certificates/sign-certificates.ts';
import { ensuredServices } from './cluster-services.ts';
import { type DefinitionParts, keepDefinitions } from './custom-resources/keep-definitions.ts';
import { ServedKinds } from './custom-resources/served-kinds.ts';
import { reportDangling } from './dangling-flow-schemas.ts';
import { directBackend } from './direct-cluster-api.ts';
import { builtInKinds } from './drills/built-in-kinds.ts';
import type { DrillProcess } from './drills/drill-process.ts';
import { endKilledRuns } from './drills/end-killed-runs.ts';
import { watchRuns } from './drills/watch-runs.ts';
import { ensuredFlowControl } from './ensured-flow-control.ts';
import { ensureObjects } from './ensured-objects.ts';
import { openApiFaults } from './faults/open-api-faults.ts';
import { withStaleReads } from './faults/stale-reads.ts';
import { openHostServices } from './host-services/open-host-services.ts';
import type { ConsoleLinks } from './klockwork/console-links.ts';
import type { LogFile } from './klockwork/log-file.ts';
import { recordNotice } from './klockwork/record-notice.ts';
import { measuredStore } from './monitoring/measured-store.ts';
import type { ProcessUsage } from './monitoring/process-usage.ts';
import { ServerMetrics } from './monitoring/server-metrics.ts';
import { openReplays, pastViews } from './past/past-api.ts';
import { withPast } from './past/with-past.ts';
import { withReplays } from './past/with-replays.ts';
import { type PodApiAnswers, podApiAnswers, servePods } from './pods/serve-pods.ts';
import { keepPolicyStatus } from './policies/keep-policy-status.ts';
import type { ServiceDialer } from './proxy/service-dialer.ts';
import { accountUser } from './tokens/account-of.ts';
import { WebhookAdmission } from './webhooks/webhook-admission.ts';
import { webhookPorts } from './webhooks/webhook-ports.ts';

/** Dependencies of an api-server. The caller closes store and bus afterwards. */
export interface ApiServerOptions {
  readonly store: EventStore;
  readonly bus: Bus;
  /** Connection of `bus`, for its faults. */
  readonly connection?: FaultyConnection;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly random: Random;
  readonly logger: Logger;
  /** Signs service account tokens. */
  readonly signer: TokenSigner;
  /** Signs approved certificate requests; absent: they stay without certificate. */
  readonly certificateSigner?: CertificateSigner | undefined;
  /** Authority of the server certificate in PEM. */
  readonly rootCa?: string;
  /** Returns the user of a bearer token of the server. */
  readonly userOf?: (token: string) => string | undefined;
  /** Initial images of the lab; by default the whole catalogue. */
  readonly images?: readonly ImageDescription[];
  /** Returns host time in ms since 1970. */
  readonly hostNow?: () => number;
  /** File of the log; absent: it has none. */
  readonly logFile?: LogFile;
  /** Limits the duration of watches; by default lab time does. */
  readonly hostTimer?: HostTimer;
  /** Console of the lab; absent: none. */
  readonly console?: ConsoleLinks | undefined;
  /** Process that runs drills; absent: none. */
  readonly drills?: DrillProcess | undefined;
  /** Returns true for the runner of a drill whose process was killed; absent: runners are unknown. */
  readonly hasEnded?: (runner: string) => boolean;
  /** Returns the usage of the process, for `/metrics`. */
  readonly usage?: () => ProcessUsage;
  /** Refuses writes of clients. */
  readonly isReadOnly?: boolean;
  /** Findings from opening the store, to be recorded in the log. */
  readonly notices?: readonly string[];
  /** Calls webhooks; by default such calls fail. */
  readonly https?: OutboundHttps;
  /** Way to extension servers and other programs of the host; absent: none. */
  readonly remote?: RemotePorts;
  /** Listens for Services on the lab's machine; absent: Services are reachable in the cluster only. */
  readonly hostPorts?: HostPorts | undefined;
  /** Authority of the front proxy's certificate in PEM. */
  readonly frontProxyCa?: string;
  /** Returns true while the lab's clock publishes the log's heads to readers. */
  readonly headsAreCarried?: () => boolean;
}

/** A started api-server. */
export interface ApiServer {
  readonly http: HttpApi;
  /** Stops after a log failure: the process must restart from durable events. Cause: `failure`. */
  readonly failed: StopSignal;
  readonly failure: JournalFailedError | undefined;
  /** Returns the user of a service account's bearer token; undefined for an invalid one. */
  accountOf(token: string): string | undefined;
  /** Returns the newest revision of each kind, for the lab's clock. */
  heads(): Heads;
  stop(): Promise<void>;
}

/** Api-server with an open log. The caller forwards bus requests to it. */
export interface OpenApiServer extends ApiServer {
  readonly cluster: ClusterApiAnswers;
  readonly pods: PodApiAnswers;
  /** Announces that requests to an earlier api-server are lost. Call it directly before the first answer. */
  announce(): void;
  /** Publishes the log's heads for a disconnected reader. */
  publishHeads(): void;
}

/** Opens the log, publishes unpublished events, and serves: HTTP by `http`, and cluster components over the bus. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const { bus, subjects } = options;
  const server = await openApiServer(options);
  server.announce();
  const { cluster, pods } = server;
  const servedSubscriptions = [
    serveClusterApi({ bus, subjects, answers: cluster }),
    servePods({ bus, subjects, answers: pods }),
    bus.subscribe(subjects.at(HEADS_WANTED_ROUTE), () => server.publishHeads()),
  ];
  return {
    http: server.http,
    failed: server.failed,
    get failure() {
      return server.failure;
    },
    accountOf: (token) => server.accountOf(token),
    heads: () => server.heads(),
    async stop() {
      for (const subscription of servedSubscriptions) subscription.stop();
      await server.stop();
    },
  };
}

/** Opens the log and publishes unpublished events. Serves no requests itself. */
export async function openApiServer(options: ApiServerOptions): Promise<OpenApiServer> {
  const { bus, subjects, clock, activity, logger, signer, userOf, logFile, hostNow, hostTimer } = options;
  const random = options.random.fork('api-server');
  const onTrouble = (error: Error) => logger.error({ error: error.message }, 'the event log refused');
  const { metrics, store } = measured(options);
  const journal = await Journal.open({ store, clock, activity, kinds: builtInKinds, onTrouble });
  const kinds = new ServedKinds(journal);
  const { registry, webhooks, services: dialer } = openRegistry(options, { journal, kinds, random });
  // The first lists of a new cluster contain its initial objects.
  let hasNoReaders = journal.state.revision === 0;
  const relay = await LogRelay.start({
    ...{ journal, bus, subjects, clock, activity, kinds: builtInKinds },
    ...{ areCarried: options.headsAreCarried, hasNoReaders: () => hasNoReaders },
  });
  await createSystemObjects(registry, options);
  const stopTelling = await reportDangling({ journal, registry, clock, logger });
  const stopOwnControllers = await keepOwnObjects({ journal, registry, clock, logger, kinds }, options);
  const remotes = await openAggregation({ journal, registry, clock, logger, caller: { ports: options.remote, services: dialer } });
  await createLabObjects(registry, options);
  hasNoReaders = false;
  for (const notice of options.notices ?? []) await recordNotice({ registry, clock, random: random.fork('notices') }, notice);
  const faulty = openApiFaults({
    ...{ registry, journal, kinds, clock, activity, logger, random: random.fork('faults') },
    ...(options.connection && { connection: options.connection }),
  });
  const hostServices = openHostServices({ ...options, random: random.fork('host-services') }, journal);
  const services = {
    ...{ registry, journal, bus, subjects, clock, activity, logger, kinds, remotes, signer, userOf, logFile, hostNow, hostTimer },
    ...{ metrics, hostServices, faults: faulty.faults },
    random: random.fork('http'),
    ...{ checks: [], verify: () => verifyStore(store), isReadOnly: options.isReadOnly, console: options.console, drills: options.drills },
  };
  const past = pastViews({ ...services, random: random.fork('past') }, { store, activity });
  const present = withStaleReads(createHttpApi(services), { journal, past, clock, faults: faulty.faults });
  const replays = openReplays({ ...services, random: random.fork('replays') }, { store, activity });
  const http = withReplays(withPast(present, journal, past), journal, replays);
  const stopKeeping = keepObjects(options, journal, registry);
  const accountOf = (token: string) => accountUser(token, { registry, signer, now: clock.now() })?.username;
  let announcedSubscription: Subscription | undefined;
  return {
    http,
    cluster: clusterApiAnswers(directBackend({ registry, journal, kinds, tokens: services, faults: faulty.faults, metrics, http })),
    ...{ accountOf, pods: podApiAnswers({ bus, subjects, clock, http, accountOf, rootCa: options.rootCa }) },
    announce() {
      announcedSubscription = announceServer({ bus, subjects, clock, random });
    },
    publishHeads: () => relay.publishHeads(),
    failed: journal.failed,
    get failure() {
      return journal.failure;
    },
    heads: () => journal.state.heads(),
    async stop() {
      announcedSubscription?.stop();
      await hostServices?.stop();
      stopKeeping();
      stopTelling();
      faulty.stop();
      stopOwnControllers();
      remotes.stop();
      kinds.stop();
      webhooks.stop();
      for (const views of [past, replays]) views.close();
      registry.close();
      await journal.close();
      await relay.stop();
    },
  };
}

/** Returns the counters of the server, and the store with those of its appends. */
function measured({ clock, hostNow, usage, store }: ApiServerOptions): { metrics: ServerMetrics; store: EventStore } {
  const metrics = new ServerMetrics({ now: hostNow ?? (() => clock.now()), usage });
  return { metrics, store: measuredStore(store, metrics) };
}

/** Opens the registry with the webhooks of admission and conversion. */
function openRegistry(
  options: ApiServerOptions,
  { journal, kinds, random }: { readonly journal: Journal; readonly kinds: ServedKinds; readonly random: Random },
): { registry: Registry; webhooks: WebhookAdmission; services: ServiceDialer } {
  const { clock, logger } = options;
  const ports = webhookPorts({ ...options, kinds: () => kinds.all }, journal, random.fork('webhooks'));
  const { converter, services } = ports;
  const webhooks = new WebhookAdmission(journal, ports);
  const registry = new Registry({
    journal,
    clock,
    random: random.fork('registry'),
    logger,
    kinds: builtInKinds,
    called: webhooks,
    converter,
  });
  return { registry, webhooks, services };
}

/** Restores required objects, and ends runs of drills whose process is killed. */
function keepObjects({ clock, logger, hostTimer, hasEnded }: ApiServerOptions, journal: Journal, registry: Registry): Cancel {
  const stopEnsuring = ensureObjects([...ensuredServices(), ...ensuredFlowControl()], { journal, registry, clock });
  const stopWatching = hasEnded && hostTimer && watchRuns({ journal, registry, logger, hostTimer, hasEnded });
  return () => {
    stopEnsuring();
    stopWatching?.();
  };
}

/** Starts the controllers of definitions and policies, and the signer of certificates; a tape has no signer. */
async function keepOwnObjects(parts: DefinitionParts, { certificateSigner: signer, isReadOnly }: ApiServerOptions): Promise<Cancel> {
  const stops = [await keepDefinitions(parts), await keepPolicyStatus(parts)];
  if (signer !== undefined && !isReadOnly) stops.push(await signCertificates({ ...parts, signer }));
  return () => {
    for (const stop of stops) stop();
  };
}

async function createSystemObjects(registry: Registry, options: ApiServerOptions): Promise<void> {
  await bootstrap(registry, options);
  await createClusterServices(registry);
  await createPolicy(registry);
  await createPriorityClasses(registry);
  await createFlowControl(registry);
}

async function createLabObjects(registry: Registry, { clock, images = BUILT_IN_IMAGES, hasEnded }: ApiServerOptions): Promise<void> {
  await createServiceRange(registry, formatTime(clock.now()));
  await createLabClock(registry);
  await createStorageClass(registry);
  await createImages(registry, images);
  if (hasEnded !== undefined) await endKilledRuns(registry, hasEnded);
}
