import { type Admission, builtInAdmission } from '@klockwork/admission';
import { MemoryBusNetwork, type Subjects, subjectsOf } from '@klockwork/bus';
import { Journal, MemoryEventStore, verifyStore } from '@klockwork/event-store';
import type { HttpApi, OutboundHttps } from '@klockwork/http-api';
import { type Activity, CountingActivity, type HostTimer, type Logger, ManualClock, SeededRandom, silentLogger } from '@klockwork/kernel';
import { Registry } from '@klockwork/registry';
import { type KindDefinition, seededTokenSigner, type TokenSigner } from '@klockwork/resources';
import { checkRemoteApis } from '../aggregation/check-remote-apis.ts';
import { RemoteApis } from '../aggregation/remote-apis.ts';
import type { RemotePorts } from '../aggregation/remote-call.ts';
import { createHttpApi } from '../api-server.ts';
import { bootstrap } from '../bootstrap.ts';
import { keepDefinitions } from '../custom-resources/keep-definitions.ts';
import { ServedKinds } from '../custom-resources/served-kinds.ts';
import { builtInKinds } from '../drills/built-in-kinds.ts';
import { openApiFaults } from '../faults/open-api-faults.ts';
import { withStaleReads } from '../faults/stale-reads.ts';
import type { LogFile } from '../klockwork/log-file.ts';
import { measuredStore } from '../monitoring/measured-store.ts';
import type { ProcessUsage } from '../monitoring/process-usage.ts';
import { ServerMetrics } from '../monitoring/server-metrics.ts';
import { openReplays, pastViews } from '../past/past-api.ts';
import { withPast } from '../past/with-past.ts';
import { withReplays } from '../past/with-replays.ts';
import { keepPolicyStatus } from '../policies/keep-policy-status.ts';
import { WebhookAdmission } from '../webhooks/webhook-admission.ts';
import { webhookPorts } from '../webhooks/webhook-ports.ts';
import { TestClient } from './test-client.ts';

/** Noon, lab time. */
const TEST_NOW = Date.parse('2026-01-01T12:00:00Z');

/** API server in memory, with its dependencies. */
export interface InMemoryApiServer {
  readonly http: HttpApi;
  readonly client: TestClient;
  readonly registry: Registry;
  readonly journal: Journal;
  readonly clock: ManualClock;
  readonly activity: Activity;
  readonly subjects: Subjects;
  readonly network: MemoryBusNetwork;
  readonly signer: TokenSigner;
}

/** Starts an API server over an empty memory log. `bare`: without initial namespaces and Service. */
export async function inMemoryApiServer(
  options: {
    kinds?: readonly KindDefinition[];
    admission?: readonly Admission[];
    bare?: boolean;
    seed?: number;
    hostNow?: () => number;
    hostTimer?: HostTimer;
    logger?: Logger;
    https?: OutboundHttps;
    remote?: RemotePorts;
    logFile?: LogFile;
    isReadOnly?: boolean;
    usage?: () => ProcessUsage;
  } = {},
): Promise<InMemoryApiServer> {
  const { kinds = builtInKinds, admission = builtInAdmission, bare = false, seed = 1, logger = silentLogger, https, remote } = options;
  const clock = new ManualClock(TEST_NOW);
  const random = new SeededRandom(seed);
  const activity = microtaskActivity();
  const store = new MemoryEventStore();
  const metrics = new ServerMetrics({ now: options.hostNow ?? (() => clock.now()), usage: options.usage });
  const journal = await Journal.open({ store: measuredStore(store, metrics), clock, activity, kinds });
  const network = new MemoryBusNetwork({ clock, random: random.fork('bus') });
  const bus = network.connect({ name: 'api-server', clock, activity });
  const subjects = subjectsOf('test');
  const served = new ServedKinds(journal, kinds);
  const ports = { bus, subjects, clock, logger, kinds: () => served.all, ...(https && { https }) };
  const calls = webhookPorts(ports, journal, random.fork('webhooks'));
  const called = new WebhookAdmission(journal, calls);
  const { converter } = calls;
  const registry = new Registry({ journal, clock, random: random.fork('registry'), logger, kinds, admission, called, converter });
  if (!bare) await bootstrap(registry);
  await keepDefinitions({ journal, registry, clock, logger, kinds: served });
  await keepPolicyStatus({ journal, registry, clock, logger, kinds: served });
  const apis = new RemoteApis(journal);
  const caller = { ports: remote, services: calls.services };
  const checks = checkRemoteApis({ journal, registry, clock, logger, remotes: apis, caller });
  const { faults } = openApiFaults({ registry, journal, kinds: served, clock, activity, logger, random: random.fork('faults') });
  const signer = seededTokenSigner(random.fork('signer'));
  const services = {
    ...{ registry, journal, bus, subjects, clock, activity, logger, kinds: served },
    ...{ faults, signer, metrics },
    random: random.fork('http'),
    remotes: { apis, ...caller, failed: (name: string) => checks.failed(name) },
    checks: [],
    verify: () => verifyStore(store),
    hostNow: options.hostNow,
    hostTimer: options.hostTimer,
    logFile: options.logFile,
    isReadOnly: options.isReadOnly,
  };
  const past = pastViews({ ...services, random: random.fork('past') }, { store, activity });
  const rewound = withPast(withStaleReads(createHttpApi(services), { journal, past, clock, faults }), journal, past);
  const replays = openReplays({ ...services, random: random.fork('replays') }, { store, activity });
  const http = withReplays(rewound, journal, replays);
  return { http, client: new TestClient(http), registry, journal, clock, activity, subjects, network, signer };
}

/** Returns an Activity that ends its turn after pending microtasks, without host timer. */
function microtaskActivity(): CountingActivity {
  return new CountingActivity((then) => {
    let wait: Promise<void> = Promise.resolve();
    for (let round = 0; round < 32; round++) wait = wait.then(() => {});
    void wait.then(then);
  });
}
