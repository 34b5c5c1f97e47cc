import { FileError, type Files } from '@klockwork/files';
import { assert, type LabTime, StoppedError, StopSource } from '@klockwork/kernel';
import type { CpuTime, CpuUser } from '../cpu-time.ts';
import type { Child, ChildOptions, ExitStatus, Machine, Main, Process, ProcessView, SignalAction } from '../process.ts';
import type { ProcessUse } from '../use/container-use.ts';
import { loadExecutable } from './executable.ts';
import { openReader, openWriter } from './open-stream.ts';
import type { ProcessTable } from './process-table.ts';
import { isDeadly, type Signal, signalNumber } from './signals.ts';
import type { Reader, Writer } from './stream.ts';

/** A container as its processes stand in it. */
export interface Host extends Machine {
  readonly processes: ProcessTable;
  readonly cpu: CpuTime;
  /** What one of its processes uses. */
  useOf(process: SimulatedProcess): ProcessUse;
  /** What an executable file of this name does. */
  program(name: string): Main | undefined;
}

/** What a process is made of. Its streams are its own to close. */
export interface ProcessParts {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly host: Host;
  readonly argv: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  readonly files: Files;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
}

/** A zombie has nothing any more. */
const NOTHING: ProcessUse = { cpuMilli: 0, cpuMs: 0, memoryBytes: 0 };

/** A process: a function that runs until it returns, or until a signal ends it. */
export class SimulatedProcess implements Process, ProcessView, Child, CpuUser {
  readonly pid: number;
  readonly group: number;
  readonly startedAt: LabTime;
  readonly machine: Host;
  readonly files: Files;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly killed = new StopSource();
  /** Whose child it is; PID 1 adopts it when that one ends. */
  parent: number;
  adopted = false;
  argv: readonly string[];
  environment: ReadonlyMap<string, string>;
  /** The time that its commands took, in ms of one processor. */
  busyMs = 0;
  #status: ExitStatus | undefined;
  #actions: Map<Signal, SignalAction> | undefined;
  #waiting: ((status: ExitStatus) => void)[] | undefined;

  constructor(parts: ProcessParts) {
    this.pid = parts.pid;
    this.parent = parts.parent;
    this.group = parts.group;
    this.machine = parts.host;
    this.argv = parts.argv;
    this.environment = parts.environment;
    this.files = parts.files;
    this.stdin = parts.stdin;
    this.stdout = parts.stdout;
    this.stderr = parts.stderr;
    this.startedAt = parts.host.clock.now();
  }

  get ended(): boolean {
    return this.#status !== undefined;
  }

  get use(): ProcessUse {
    return this.ended ? NOTHING : this.machine.useOf(this);
  }

  get exit(): Promise<ExitStatus> {
    if (this.#status !== undefined) return Promise.resolve(this.#status);
    return new Promise((resolve) => {
      this.#waiting = this.#waiting?.concat(resolve) ?? [resolve];
    });
  }

  /** Runs `main` and ends with its code. */
  async run(main: Main): Promise<void> {
    try {
      this.end({ code: (await main(this)) & 255 });
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Ends it, if it has not ended: its streams are closed, what it waits for is given up. */
  end(status: ExitStatus): void {
    if (this.#status !== undefined) return;
    this.#status = status;
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.close();
    this.killed.stop();
    this.machine.processes.ended(this);
    for (const resolve of this.#waiting ?? []) resolve(status);
    this.#waiting = undefined;
    this.#actions = undefined;
  }

  /** A signal arrives. `isInit`: the first process of its namespace, which signals do not end. */
  signalled(signal: Signal, isInit: boolean): void {
    if (this.#status !== undefined) return;
    const action = this.#actions?.get(signal) ?? 'default';
    if (typeof action === 'function') action(signal);
    else if (action === 'default' && isDeadly(signal) && !isInit) this.end({ code: 128 + signalNumber(signal), signal });
  }

  /** Whether it has said that the signal is nothing to it. Who ignores CHLD leaves no zombies. */
  ignores(signal: Signal): boolean {
    return this.#actions?.get(signal) === 'ignore';
  }

  onSignal(signal: Signal, action: SignalAction): SignalAction {
    const before = this.#actions?.get(signal) ?? 'default';
    this.#actions ??= new Map();
    if (signal !== 'KILL') this.#actions.set(signal, action);
    return before;
  }

  spawn(argv: readonly string[], options: ChildOptions = {}): Child {
    const environment = options.environment ?? this.environment;
    const loaded = loadExecutable(this.files, environment, argv, (name) => this.machine.program(name));
    return this.#start(loaded.main, loaded.argv, { ...options, environment });
  }

  fork(main: Main, options: ChildOptions = {}): Child {
    return this.#start(main, this.argv, options);
  }

  async replace(argv: readonly string[], environment: ReadonlyMap<string, string> = this.environment): Promise<number> {
    const loaded = loadExecutable(this.files, environment, argv, (name) => this.machine.program(name));
    this.argv = loaded.argv;
    this.environment = environment;
    // Handlers are gone with the old program; what is ignored stays so.
    for (const [signal, action] of this.#actions ?? []) if (typeof action === 'function') this.#actions?.delete(signal);
    return loaded.main(this);
  }

  async wait(child: Child): Promise<ExitStatus> {
    const status = await this.#orKilled(child.exit);
    this.machine.processes.reap(this.pid, child.pid);
    return status;
  }

  sleep(delayMs: number): Promise<void> {
    return this.machine.clock.sleep(delayMs, { name: 'container-sleep' }, this.killed);
  }

  untilKilled(): Promise<never> {
    return new Promise((_, reject) => {
      this.killed.onStop(() => reject(new StoppedError()));
    });
  }

  spend(): Promise<void> | undefined {
    return this.machine.cpu.spend(this);
  }

  openReader(path: string): Reader {
    return openReader(this, path);
  }

  openWriter(path: string, options?: { readonly append?: boolean; readonly exclusive?: boolean }): Writer {
    return openWriter(this, path, options);
  }

  #start(main: Main, argv: readonly string[], options: ChildOptions): SimulatedProcess {
    const { stdin = this.stdin, stdout = this.stdout, stderr = this.stderr, environment = this.environment } = options;
    const child = this.machine.processes.add({
      host: this.machine,
      parent: this.pid,
      group: options.group ?? this.group,
      argv,
      environment,
      files: (pid) => (options.files ?? this.files).as({ self: String(pid) }),
      stdin: stdin.dup(),
      stdout: stdout.dup(),
      stderr: stderr.dup(),
    });
    for (const [signal, action] of this.#actions ?? []) if (action === 'ignore') child.onSignal(signal, 'ignore');
    // Not before its parent knows it.
    void Promise.resolve().then(() => (child.ended ? undefined : child.run(main)));
    return child;
  }

  #failed(error: unknown): void {
    if (error instanceof StoppedError && this.ended) return;
    assert(error instanceof FileError && error.code === 'EPIPE', `a simulated program failed: ${String(error)}`);
    this.signalled('PIPE', false);
    this.end({ code: 1 });
  }

  #orKilled<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const release = this.killed.onStop(() => reject(new StoppedError()));
      void promise.then((value) => {
        release();
        resolve(value);
      });
    });
  }
}
