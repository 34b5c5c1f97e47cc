import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { UserError } from '../user-error.ts';
import { lastError, logSize } from './last-error.ts';
import { memoryOf } from './memory.ts';
import { RestartDelay } from './restart-delay.ts';

/** Process of a service. */
export interface ServiceSpec {
  readonly name: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly nodes: readonly string[];
  readonly logFile: string;
  /** Policy for unexpected ends. A killed agent models a node without power, which stays off. */
  readonly restart: 'always' | 'unless-killed';
  /** See {@link semiSpaceMiB}. */
  readonly semiSpaceMiB: number;
}

export type ServiceState = 'starting' | 'running' | 'stopping' | 'stopped' | 'killed' | 'failed';

/** Service in `klockwork status`. */
export interface ServiceReport {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly pid: number | null;
  readonly state: ServiceState;
  readonly uptimeSeconds: number;
  readonly memoryBytes: number;
  /** Simulated processes that failures of Klockwork ended since the service started; only agents have any. */
  readonly simulatedCrashes: number;
  /** Automatic restarts since the lab's start. */
  readonly restarts: number;
  /** Last unexpected end. */
  readonly lastEnd?: ServiceEnd;
}

/** Unexpected end of a service. */
export interface ServiceEnd {
  /** Signal, exit code, or the service's own reason. */
  readonly how: string;
  /** Host time, RFC 3339. */
  readonly at: string;
  /** Last error in its log. */
  readonly error?: string;
  /** True when the launcher starts the service again. */
  readonly restarts: boolean;
}

/** IPC message of a service to its launcher. */
export type ServiceMessage =
  | { readonly type: 'ready'; readonly port?: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'crashes'; readonly count: number }
  | { readonly type: 'notice'; readonly message: string };

/** Listener for a service's life cycle. */
export interface ServiceListener {
  /** Called for each planned start. The returned function is called after that process ended, or was not started. */
  onSpawn?(service: Service): () => void;
  /** Called for each unexpected end. */
  onEnd(service: Service, end: ServiceEnd): void;
  /** Called with each sentence for the person who runs the lab. */
  onNotice?(message: string): void;
}

/** How a process ended. */
interface End {
  /** Signal, exit code, or reason of the service. */
  readonly how: string;
  readonly killed: boolean;
}

/** Max ends of an agent before it is ready. A pod that ends its agent is not started a third time, so the fourth start succeeds. */
const ENDS_BEFORE_READY_MAX = 4;

/** Child process of the launcher, restarted as its spec requires. */
export class Service {
  readonly spec: ServiceSpec;
  #child: ChildProcess | undefined;
  #state: ServiceState = 'stopped';
  #startedAt = 0;
  #simulatedCrashes = 0;
  /** Log size at the last start; earlier lines belong to earlier runs. */
  #logFrom = 0;
  #restarts = 0;
  #endsBeforeReady = 0;
  #lastEnd: ServiceEnd | undefined;
  /** Reason for a failed start, from the process. */
  #refusal: string | undefined;
  readonly #restartDelay = new RestartDelay();
  #restartTimer: NodeJS.Timeout | undefined;
  /** Pending start request. */
  #startRequest: PromiseWithResolvers<void> | undefined;
  #retired = false;
  #onGone: (() => void) | undefined;
  readonly #listener: ServiceListener;

  constructor(spec: ServiceSpec, listener: ServiceListener) {
    this.spec = spec;
    this.#listener = listener;
  }

  /**
   * Starts the process unless running; resolves once ready. Rejects with UserError if the process refuses, ends early, or is stopped. A
   * process killed early is awaited if it restarts.
   */
  start(): Promise<void> {
    if (this.#state === 'running') return Promise.resolve();
    if (this.#startRequest === undefined) this.#endsBeforeReady = 0;
    this.#startRequest ??= Promise.withResolvers();
    const { promise } = this.#startRequest;
    if (this.#child === undefined) this.#spawn();
    return promise;
  }

  /** SIGKILL: the process has no time for anything. Returns its pid, undefined when it does not run. An agent is not started again. */
  kill(): number | undefined {
    const pid = this.#child?.pid;
    if (pid === undefined && this.spec.restart === 'unless-killed') this.#forgetRestart();
    this.#child?.kill('SIGKILL');
    return pid;
  }

  /** From now on the service is not started again. */
  retire(): void {
    this.#retired = true;
    this.#forgetRestart();
  }

  /** Sends SIGTERM, and SIGKILL after `graceMs`; resolves after the end of the process, without a restart. */
  async stop(graceMs: number): Promise<void> {
    this.#forgetRestart();
    this.#refuse(`${this.spec.name} was stopped before it was ready`);
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
      simulatedCrashes: this.#simulatedCrashes,
      restarts: this.#restarts,
      ...(this.#lastEnd !== undefined && { lastEnd: this.#lastEnd }),
    };
  }

  #spawn(): void {
    clearTimeout(this.#restartTimer);
    this.#state = 'starting';
    this.#startedAt = Date.now();
    this.#simulatedCrashes = 0;
    this.#refusal = undefined;
    this.#logFrom = logSize(this.spec.logFile);
    this.#onGone ??= this.#listener.onSpawn?.(this);
    try {
      this.#child = spawnService(this.spec);
    } catch (error) {
      // Missing log folder, or too many open files.
      this.#ended({ how: (error as Error).message, killed: false });
      return;
    }
    this.#listen(this.#child);
  }

  #listen(child: ChildProcess): void {
    child.on('message', (message) => this.#told(message as ServiceMessage));
    // Failed spawns emit no exit.
    child.once('error', (error) => child.pid === undefined && this.#ended({ how: error.message, killed: false }));
    child.once('exit', (code, signal) => this.#ended(endOf(code, signal, this.#refusal)));
  }

  #told(message: ServiceMessage): void {
    if (message.type === 'failed') this.#refusal = message.message;
    else if (message.type === 'crashes') this.#simulatedCrashes = message.count;
    else if (message.type === 'notice') this.#listener.onNotice?.(message.message);
    else this.#ready();
  }

  #ready(): void {
    if (this.#state === 'starting') this.#state = 'running';
    this.#startRequest?.resolve();
    this.#startRequest = undefined;
  }

  #ended(end: End): void {
    const onGone = this.#onGone;
    this.#onGone = undefined;
    this.#child = undefined;
    this.#settle(end);
    // Announce the next start first, so that advances always wait for one of both.
    onGone?.();
  }

  #settle({ how, killed }: End): void {
    const before = this.#state;
    if (before === 'stopping') {
      this.#state = 'stopped';
      return;
    }
    this.#state = killed ? 'killed' : 'failed';
    const error = lastError(this.spec.logFile, this.#logFrom);
    const restarts = killed ? this.spec.restart === 'always' : this.#mayRestart();
    this.#lastEnd = { how, at: new Date().toISOString(), ...(error !== undefined && { error }), restarts };
    if (this.#startRequest !== undefined && !restarts) {
      this.#refuse(this.#refusal ?? `${this.spec.name} ended (${how}) before it was ready${detailOf(error)}: see ${this.spec.logFile}`);
      return;
    }
    if (this.#retired) return;
    this.#listener.onEnd(this, this.#lastEnd);
    if (restarts) this.#restartLater(killed);
  }

  /** False while a caller awaits the start and receives its error. Agents restart unless they refuse to start. */
  #mayRestart(): boolean {
    if (this.#startRequest === undefined) return true;
    this.#endsBeforeReady += 1;
    return this.spec.restart === 'unless-killed' && this.#refusal === undefined && this.#endsBeforeReady < ENDS_BEFORE_READY_MAX;
  }

  #restartLater(killed: boolean): void {
    const delayMs = this.#restartDelay.after({ killed, ranMs: Date.now() - this.#startedAt });
    this.#onGone = this.#listener.onSpawn?.(this);
    this.#restarts += 1;
    this.#restartTimer = setTimeout(() => this.#spawn(), delayMs);
  }

  #forgetRestart(): void {
    clearTimeout(this.#restartTimer);
    if (this.#child === undefined) this.#gone();
  }

  #gone(): void {
    this.#onGone?.();
    this.#onGone = undefined;
  }

  #refuse(message: string): void {
    this.#startRequest?.reject(new UserError(message));
    this.#startRequest = undefined;
  }
}

function spawnService(spec: ServiceSpec): ChildProcess {
  const log = openSync(spec.logFile, 'a', 0o600);
  try {
    // A session of its own: Ctrl-C reaches the launcher alone, which stops the services in order.
    return spawn(process.execPath, [`--max-semi-space-size=${spec.semiSpaceMiB}`, spec.entry], {
      detached: true,
      // Colours would hide the last error in a log.
      env: { ...process.env, FORCE_COLOR: '0', ...spec.env },
      stdio: ['ignore', log, log, 'ipc'],
    });
  } finally {
    closeSync(log);
  }
}

function detailOf(error: string | undefined): string {
  return error === undefined ? '' : ` (${error})`;
}

function endOf(code: number | null, signal: string | null, refusal: string | undefined): End {
  return { how: refusal ?? signal ?? `exit code ${code}`, killed: signal === 'SIGKILL' };
}
