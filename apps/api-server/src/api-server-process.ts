import { join } from 'node:path';
import { type OpenApiServer, openApiServer } from '@klockwork/api-server';
import { freePort, hasEnded, idleTimer, nodeTimer, processMemory, processUsage, TcpDialer } from '@klockwork/host';
import { HttpServer, LoopbackPorts } from '@klockwork/http-server';
import type { Component, Platform } from '@klockwork/nest-platform';
import type { ThreadedEventStore } from '@klockwork/sqlite-event-store';
import type { Identity, KeyPair } from '@klockwork/tls';
import { createAuthority, HttpsClient, kubeconfigText, NodeTlsClients, writePrivate } from '@klockwork/tls';
import { dialErrors } from '@klockwork/userland';
import type { ApiServerConfig } from './api-server-config.ts';
import { bearerAuthentication, userOf } from './authenticate.ts';
import { ConsoleServer } from './console-server.ts';
import { DrillChild } from './drill-child.ts';
import { StoredHostPorts } from './stored-host-ports.ts';

/** Adapters and configuration of the process. */
export interface ApiServerParts {
  readonly platform: Platform;
  readonly config: ApiServerConfig;
  readonly identity: Identity;
  readonly store: ThreadedEventStore;
  /** Findings of the opening of the log, as sentences. */
  readonly notices: readonly string[];
}

/** Servers beside the API. */
interface OwnServers {
  readonly consoleServer: ConsoleServer | undefined;
  readonly drills: DrillChild;
}

/** Process of the api-server component: log, HTTPS server, kubeconfig. */
export class ApiServerProcess implements Component {
  readonly server: OpenApiServer;
  readonly #parts: ApiServerParts;
  readonly #http: HttpServer;
  readonly #console: ConsoleServer | undefined;
  readonly #drills: DrillChild;

  private constructor(parts: ApiServerParts, server: OpenApiServer, { consoleServer, drills }: OwnServers) {
    const { platform, config, identity } = parts;
    const { activity, logger } = platform;
    this.server = server;
    this.#parts = parts;
    this.#console = consoleServer;
    this.#drills = drills;
    this.#http = HttpServer.overTls(
      { ...identity.server, clientAuthority: identity.authority },
      {
        api: server.http,
        authenticate: bearerAuthentication(identity.token, (token) => server.accountOf(token)),
        ...{ activity, logger, host: nodeTimer, idle: idleTimer, settleMs: config.settleMs },
        memory: processMemory(),
      },
    );
    server.failed.onStop(() => this.#endProcess());
  }

  /** Opens the log and writes the kubeconfig. Answers no request before `start`. */
  static async open(parts: ApiServerParts): Promise<ApiServerProcess> {
    const { platform, config, identity, store, notices } = parts;
    const { subjects, clock, activity, random, logger } = platform;
    const { bus, connection } = platform.context;
    const consoleServer = config.consolePort === undefined ? undefined : new ConsoleServer(config.consolePort, config.data);
    const drills = new DrillChild(config);
    const server = await openApiServer({
      drills,
      logFile: { hold: () => store.holdFile(), release: () => store.releaseFile() },
      isReadOnly: config.isReadOnly,
      console: consoleServer,
      ...{ store, notices, bus, connection, subjects, clock, activity, random, logger },
      signer: identity.signer,
      certificateSigner: identity.certificateSigner,
      rootCa: identity.authority,
      https: new HttpsClient({ activity }),
      frontProxyCa: identity.frontProxy.authority,
      remote: {
        dialer: new TcpDialer({ activity, host: nodeTimer, errors: dialErrors }),
        tls: new NodeTlsClients({ activity, errors: dialErrors }),
        client: identity.frontProxy.client,
      },
      // In a container the loopback network is not that of the lab's machine.
      hostPorts: isLoopback(config.host) ? hostPorts(platform, config) : undefined,
      hostNow: () => nodeTimer.now(),
      hostTimer: idleTimer,
      usage: processUsage,
      ...(!config.isReadOnly && { hasEnded }),
      headsAreCarried: () => clock.setting.type === 'lockstep',
      userOf: (given) => userOf(given, identity.token),
    });
    writePrivate(join(config.data, 'kubeconfig'), kubeconfigText('klockwork', config.publicUrl, identity));
    return new ApiServerProcess(parts, server, { consoleServer, drills });
  }

  async start(): Promise<void> {
    const { platform, config } = this.#parts;
    await this.#http.listen(config.port, config.host);
    await this.#console?.start(platform, this.server.http, config);
  }

  /** Refuses new requests, closes the log, then all connections. Acknowledged writes are durable, so open requests may be aborted. */
  async stop(): Promise<void> {
    this.#drills.stop();
    await this.server.stop();
    // The hold keeps the process busy until the log's thread has closed the file.
    await this.#parts.platform.activity.track('event log', this.#parts.store.close());
    await Promise.all([this.#http.close(), this.#console?.stop()]);
  }

  // After a failed write memory may differ from the log. The supervisor restarts the process.
  #endProcess(): void {
    this.#parts.platform.logger.error({ error: this.server.failure?.message }, 'the log failed, ending');
    process.exit(1);
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function hostPorts({ activity, logger }: Platform, { data }: ApiServerConfig): LoopbackPorts {
  const storedHostPorts = new StoredHostPorts(join(data, 'run', 'host-ports.json'));
  return new LoopbackPorts({ activity, freePort, stored: storedHostPorts, logger, defaultKeys });
}

let routerKeys: KeyPair | undefined;

/** Name of the default certificate of ingress-nginx. */
function defaultKeys(): KeyPair {
  routerKeys ??= createAuthority('Kubernetes Ingress Controller Fake Certificate');
  return routerKeys;
}
