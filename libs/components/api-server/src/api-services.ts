import type { Bus, Subjects } from '@klockwork/bus';
import type { Journal, StoreFindings } from '@klockwork/event-store';
import type { Activity, Clock, HostTimer, Logger, Random } from '@klockwork/kernel';
import type { Registry } from '@klockwork/registry';
import type { TokenSigner } from '@klockwork/resources';
import type { RemoteApis } from './aggregation/remote-apis.ts';
import type { RemoteCaller } from './aggregation/remote-call.ts';
import type { KindSource } from './custom-resources/served-kinds.ts';
import type { DrillProcess } from './drills/drill-process.ts';
import type { ApiFaults } from './faults/api-faults.ts';
import type { HostServiceList } from './host-services/host-service-list.ts';
import type { ConsoleLinks } from './klockwork/console-links.ts';
import type { LogFile } from './klockwork/log-file.ts';
import type { ServerMetrics } from './monitoring/server-metrics.ts';
import type { PastMoment } from './past/past-moment.ts';
import type { HealthCheck } from './system/health.ts';

/** Ports and configuration of the HTTP API. */
export interface ApiServices {
  readonly registry: Registry;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Open work of this process: lab time waits for it. */
  readonly activity: Activity;
  readonly random: Random;
  /** Signs service account tokens. */
  readonly signer: TokenSigner;
  /** Connection to the agents of nodes and to the lab's clock. */
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly kinds: KindSource;
  readonly logger: Logger;
  /** APIs of extension servers; absent: none. */
  readonly remotes?: RemoteServers | undefined;
  /** Faults of requests; absent: none. */
  readonly faults?: ApiFaults | undefined;
  /** Counters of `/metrics`; absent: the path is unknown. */
  readonly metrics?: ServerMetrics | undefined;
  /** Checks of the health paths beyond the server's own. */
  readonly checks: readonly HealthCheck[];
  /** Reads the whole log from its file. Rejects with DamagedLogError. */
  readonly verify: () => Promise<StoreFindings>;
  /** File of the log; absent: it has none. */
  readonly logFile?: LogFile | undefined;
  /** Console of the lab; absent: none. */
  readonly console?: ConsoleLinks | undefined;
  /** Ports of Services on the lab's machine; absent: none. */
  readonly hostServices?: HostServiceList | undefined;
  /** Process that runs drills; absent: none. */
  readonly drills?: DrillProcess | undefined;
  /** True for an opened tape, whose objects nobody changes. */
  readonly isReadOnly?: boolean | undefined;
  /** Host time in ms since 1970, for answers with host times; lab time by default. */
  readonly hostNow?: (() => number) | undefined;
  /** Limits the duration of watches; by default lab time does. */
  readonly hostTimer?: HostTimer | undefined;
  /** Returns the user of a bearer token of this server, for token reviews. */
  readonly userOf?: ((token: string) => string | undefined) | undefined;
  /** Moment that this API shows; absent: the present. */
  readonly moment?: PastMoment;
}

/** APIs of extension servers, and the way to them. */
export interface RemoteServers extends RemoteCaller {
  readonly apis: RemoteApis;
  /** Checks an APIService again after a failed request. */
  failed(name: string): void;
}
