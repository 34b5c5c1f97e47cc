import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { memoryOf } from './memory.ts';

/** How to run one service. */
export interface ServiceSpec {
  readonly name: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly nodes: readonly string[];
  readonly logFile: string;
  /** Start it again when it ends unasked. Agents are not: a killed agent is a node without power. */
  readonly restart: boolean;
}

export type ServiceState = 'starting' | 'running' | 'stopping' | 'stopped' | 'killed' | 'failed';

/** A service as `klockwork status` shows it. */
export interface ServiceReport {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly pid: number | null;
  readonly state: ServiceState;
  readonly uptimeSeconds: number;
  readonly memoryBytes: number;
}

/** What a service tells its launcher over the IPC channel. */
export type ServiceMessage = { readonly kind: 'ready'; readonly port?: number } | { readonly kind: 'failed'; readonly message: string };

const RESTART_DELAY_MS_MIN = 50;
const RESTART_DELAY_MS_MAX = 5_000;
/** A service that ran this long had started well: its next restart is quick again. */
const STEADY_MS = 10_000;

/** One child process under the launcher, started again when its spec says so. */
export class Service {
  readonly spec: ServiceSpec;
  #child: ChildProcess | undefined;
  #state: ServiceState = 'stopped';
  #startedAt = 0;
  #restartDelayMs = RESTART_DELAY_MS_MIN;
  #restartTimer: NodeJS.Timeout | undefined;
  #ready = Promise.withResolvers<ServiceMessage & { kind: 'ready' }>();
  readonly #onFailure: (service: Service, message: string) => void;

  constructor(spec: ServiceSpec, onFailure: (service: Service, message: string) => void) {
    this.spec = spec;
    this.#onFailure = onFailure;
    this.#ready.promise.catch(() => {});
  }

  /** Starts the process; resolves when it says that it is ready, rejects when it says that it cannot start. */
  start(): Promise<{ port?: number }> {
    if (this.#child !== undefined) return this.#ready.promise;
    this.#ready = Promise.withResolvers();
    this.#ready.promise.catch(() => {});
    this.#spawn();
    return this.#ready.promise;
  }

  /** SIGKILL: the process has no time for anything. Returns its pid. */
  kill(): number | undefined {
    const pid = this.#child?.pid;
    this.#child?.kill('SIGKILL');
    return pid;
  }

  /** SIGTERM, and SIGKILL after `graceMs`; resolves when the process is gone. */
  async stop(graceMs: number): Promise<void> {
    clearTimeout(this.#restartTimer);
    const child = this.#child;
    if (child === undefined) {
      this.#state = 'stopped';
      return;
    }
    this.#state = 'stopping';
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const guard = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await gone;
    clearTimeout(guard);
  }

  report(): ServiceReport {
    const pid = this.#child?.pid ?? null;
    return {
      name: this.spec.name,
      nodes: this.spec.nodes,
      pid,
      state: this.#state,
      uptimeSeconds: pid === null ? 0 : Math.floor((Date.now() - this.#startedAt) / 1_000),
      memoryBytes: pid === null ? 0 : memoryOf(pid),
    };
  }

  #spawn(): void {
    const log = openSync(this.spec.logFile, 'a', 0o600);
    // A session of its own: Ctrl-C reaches the launcher alone, which stops the services in order.
    const child = spawn(process.execPath, ['--max-semi-space-size=2', this.spec.entry], {
      detached: true,
      env: { ...process.env, ...this.spec.env },
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.#child = child;
    this.#state = 'starting';
    this.#startedAt = Date.now();
    child.on('message', (message) => this.#told(message as ServiceMessage));
    child.once('error', (error) => this.#ready.reject(error));
    child.once('exit', (code, signal) => this.#exited(code, signal));
  }

  #told(message: ServiceMessage): void {
    if (message.kind === 'ready') {
      if (this.#state === 'starting') this.#state = 'running';
      this.#ready.resolve(message);
    } else {
      this.#ready.reject(new Error(message.message));
    }
  }

  #exited(code: number | null, signal: string | null): void {
    const asked = this.#state === 'stopping';
    this.#child = undefined;
    this.#state = asked ? 'stopped' : signal === 'SIGKILL' ? 'killed' : 'failed';
    if (asked) return;
    this.#ready.reject(
      new Error(`${this.spec.name} ended (${signal ?? `exit code ${code}`}) before it was ready: see ${this.spec.logFile}`),
    );
    this.#onFailure(this, signal ?? `exit code ${code}`);
    if (this.spec.restart) this.#restartLater();
  }

  #restartLater(): void {
    if (Date.now() - this.#startedAt > STEADY_MS) this.#restartDelayMs = RESTART_DELAY_MS_MIN;
    this.#restartTimer = setTimeout(() => void this.start().catch(() => {}), this.#restartDelayMs);
    this.#restartDelayMs = Math.min(this.#restartDelayMs * 2, RESTART_DELAY_MS_MAX);
  }
}
