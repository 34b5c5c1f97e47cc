import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { DrillProcess } from '@klockwork/api-server';
import { hostActivity, nodeTimer, serviceEntry, TcpDialer } from '@klockwork/host';
import { dialErrors } from '@klockwork/userland';
import type { ApiServerConfig } from './api-server-config.ts';

const HOST = '127.0.0.1';
/** Words of the command line that start the process. */
const COMMAND = ['drill', 'drills-process'];

/** Process of drills as a child of this one: it starts at the first request, and again at the first one after its end. */
export class DrillChild implements DrillProcess {
  readonly #config: ApiServerConfig;
  readonly #secret = randomBytes(24).toString('base64url');
  // The lab's time does not wait for drills: their clusters have clocks of their own.
  readonly #dialer = new TcpDialer({ activity: hostActivity(), host: nodeTimer, errors: dialErrors });
  #child: ChildProcess | undefined;
  #port: Promise<number> | undefined;

  constructor(config: ApiServerConfig) {
    this.#config = config;
  }

  get authorization(): string {
    return `Bearer ${this.#secret}`;
  }

  async dial(stop: Parameters<DrillProcess['dial']>[0]): ReturnType<DrillProcess['dial']> {
    this.#port ??= this.#start();
    const port = await this.#port;
    return this.#dialer.dial({ host: HOST, port }, stop);
  }

  /** Ends the process, and its clusters with it. */
  stop(): void {
    this.#child?.kill();
  }

  async #start(): Promise<number> {
    const child = spawn(process.execPath, [serviceEntry('klockwork'), ...COMMAND], {
      env: { ...process.env, KLOCKWORK_DATA: this.#config.data, KLOCKWORK_DRILLS_SECRET: this.#secret },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child = child;
    const ended = once(child, 'exit').then(([code, signal]) => {
      this.#port = undefined;
      throw new Error(`it ended (${signal ?? `exit code ${code}`}): see the log of the api-server`);
    });
    const reportedPort = once(child, 'message').then(([message]) => (message as { readonly port: number }).port);
    ended.catch(() => {});
    const opened = await Promise.race([reportedPort, ended]);
    child.channel?.unref();
    child.unref();
    return opened;
  }
}
