import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConsoleSessions, consoleSite } from '@klockwork/console';
import { hostActivity, idleTimer, nodeTimer, processMemory } from '@klockwork/host';
import type { HttpApi } from '@klockwork/http-api';
import { HttpServer } from '@klockwork/http-server';
import type { Platform } from '@klockwork/nest-platform';
import { HttpsClient, loadSecret, sameSecret } from '@klockwork/tls';
import type { ApiServerConfig } from './api-server-config.ts';
import { ADMINISTRATOR } from './authenticate.ts';
import { FolderFiles } from './folder-files.ts';
import { FolderLabs } from './folder-labs.ts';

/** Static files of the console, beside the packed process. */
const SITE = fileURLToPath(new URL('console', import.meta.url));
const HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** Origin of the console on a port of its own: plain HTTP, for loopback. */
export class ConsoleServer {
  readonly #port: number;
  readonly #sessions: ConsoleSessions;
  readonly #otherLabs: FolderLabs;
  /** Reads of other labs hold no lab time: its activity is its own. */
  readonly #https = new HttpsClient({ activity: hostActivity() });
  #http: HttpServer | undefined;

  /** `data`: folder with the key of the lab's sessions, which its launcher replaces at each start. */
  constructor(port: number, data: string) {
    const folder = join(data, 'run');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const key = loadSecret(join(folder, 'console.secret'));
    this.#port = port;
    this.#otherLabs = new FolderLabs(data, this.#https);
    this.#sessions = new ConsoleSessions({
      newSecret: () => randomBytes(24).toString('base64url'),
      sign: (text) => createHmac('sha256', key).update(text).digest('base64url'),
      isSame: sameSecret,
      now: () => nodeTimer.now(),
    });
  }

  /** Address of the console in this machine's browser. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Returns an address that signs one browser in; undefined before the port is open. */
  newLink(): string | undefined {
    return this.#http && `${this.url}/login?code=${this.#sessions.newCode()}`;
  }

  /** Serves the console over `api`. A port in use costs the console, not the lab: the failure is logged, and links are refused. */
  async start({ activity, logger }: Platform, api: HttpApi, { host }: ApiServerConfig): Promise<void> {
    const site = consoleSite({
      ...{ api, files: new FolderFiles(SITE), sessions: this.#sessions, hosts: new Set(HOSTS), user: ADMINISTRATOR },
      otherLabs: this.#otherLabs,
    });
    const http = HttpServer.overHttp({
      api: site,
      authenticate: () => undefined,
      // A person does not react within milliseconds: lab time waits for no event.
      ...{ activity, logger, host: nodeTimer, idle: idleTimer, settleMs: 0 },
      memory: processMemory(),
    });
    try {
      await http.listen(this.#port, host);
      this.#http = http;
    } catch (error) {
      logger.error({ error: (error as Error).message }, 'the console cannot listen');
    }
  }

  async stop(): Promise<void> {
    this.#https.close();
    await this.#http?.close();
  }
}
