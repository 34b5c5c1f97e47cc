import { join } from 'node:path';
import { type OpenApiServer, openApiServer } from '@klockwork/api-server';
import type { EventStore } from '@klockwork/event-store';
import { nodeTimer } from '@klockwork/host';
import type { Component, Platform } from '@klockwork/nest-platform';
import type { Identity } from '@klockwork/tls';
import { kubeconfigText, writePrivate } from '@klockwork/tls';
import { ApiPort } from './api-port.ts';
import type { ApiServerConfig } from './api-server-config.ts';
import { bearerAuthentication, userOf } from './authenticate.ts';
import { ForeignWatches } from './foreign-watches.ts';
import { serverLimits } from './server-limits.ts';
import { twoProtocols } from './two-protocols.ts';

/** What the process is made of. */
export interface ApiServerParts {
  readonly platform: Platform;
  readonly config: ApiServerConfig;
  readonly identity: Identity;
  readonly store: EventStore;
  /** Sentences about what was found as the log was opened. */
  readonly notices: readonly string[];
}

/** Ties the api-server component to its process: the log, the HTTPS server, the kubeconfig. */
export class ApiServerProcess implements Component {
  readonly server: OpenApiServer;
  readonly #parts: ApiServerParts;
  readonly #port: ApiPort;

  private constructor(parts: ApiServerParts, server: OpenApiServer) {
    const { platform, config, identity } = parts;
    const { activity, logger } = platform;
    this.server = server;
    this.#parts = parts;
    this.#port = new ApiPort(twoProtocols(identity.server, serverLimits()), {
      api: server.http,
      authenticate: bearerAuthentication(identity.token),
      ...{ activity, logger },
      foreign: new ForeignWatches({ activity, host: nodeTimer, settleMs: config.settleMs }),
    });
    server.failed.onStop(() => this.#endProcess());
  }

  /** Resolves when the log is open, before anything is answered. */
  static async open(parts: ApiServerParts): Promise<ApiServerProcess> {
    const { platform, config, identity, store, notices } = parts;
    const { bus, subjects, clock, activity, random, logger } = platform;
    const server = await openApiServer({
      ...{ store, notices, bus, subjects, clock, activity, random, logger },
      rootCa: identity.authority,
      hostNow: () => nodeTimer.now(),
      headsAreCarried: () => clock.setting.mode === 'lockstep',
      userOf: (given) => userOf(given, identity.token),
    });
    writePrivate(join(config.data, 'kubeconfig'), kubeconfigText('klockwork', config.publicUrl, identity));
    return new ApiServerProcess(parts, server);
  }

  async start(): Promise<void> {
    await this.#port.listen(this.#parts.config.port, this.#parts.config.host);
  }

  /** From now on clients hear that the server stops. What was acknowledged is durable, so what is open may be cut off. */
  async stop(): Promise<void> {
    await this.server.stop();
    // The thread of the log works until it has closed the file: a process that works does not rest.
    await this.#parts.platform.activity.track('event log', this.#parts.store.close());
    await this.#port.close();
  }

  // The log could not be written: nothing in memory can be trusted any more. The supervisor starts the process again.
  #endProcess(): void {
    this.#parts.platform.logger.error({ error: this.server.failure?.message }, 'the log failed, ending');
    process.exit(1);
  }
}
