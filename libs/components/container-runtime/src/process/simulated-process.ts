import { FileError, type Files } from '@klockwork/files';
import { type LabTime, StoppedError, StopSource } from '@klockwork/kernel';
import {
  type Child,
  type ChildOptions,
  type ExitStatus,
  HELD_BYTES_MAX,
  isDeadly,
  isOutOfMemory,
  type Machine,
  type Main,
  type Process,
  type ProcessUse,
  type ProcessView,
  type Reader,
  type Signal,
  type SignalAction,
  signalNumber,
  takeAllMemory,
  type Writer,
} from '@klockwork/userland';
import type { CpuTime, CpuUser } from '../cpu-time.ts';
import type { SandboxNetwork } from '../network/sandbox-network.ts';
import { filesOf, type LoadedProgram, loadExecutable } from './executable.ts';
import { openReader, openWriter } from './open-stream.ts';
import type { ProcessLimit } from './process-limit.ts';
import type { ProcessTable } from './process-table.ts';

/** Container as seen from its processes. */
export interface Host extends Machine {
  readonly processes: ProcessTable<SimulatedProcess>;
  readonly network: SandboxNetwork;
  readonly cpu: CpuTime;
  /** Process count. Callers count each start; an exit counts itself. */
  readonly limit: ProcessLimit;
  /** Set-user-ID programs keep the user of their caller. */
  readonly noNewPrivileges: boolean;
  /** Resource use of one process. */
  useOf(process: SimulatedProcess): ProcessUse;
  /** Reports a process ended by a bug of ours. */
  crashed(process: ProcessView, error: unknown): void;
  /** Finds the program of an executable file. */
  program(name: string): Main | undefined;
  /** Replacement for an executable missing in the image; undefined without one. */
  missing(process: Pick<SimulatedProcess, 'machine' | 'parent' | 'pid'>): Main | undefined;
}

/** Parts of a process, which closes its own streams. */
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

/** Parts of a process before its pid is assigned. */
export interface NewProcess extends Omit<ProcessParts, 'pid' | 'group' | 'files'> {
  readonly group: number | 'own';
  files(pid: number): Files;
}

/** Exit status after a bug of ours, like a segmentation fault; also ends PID 1. */
export const CRASHED: ExitStatus = { code: 128 + signalNumber('SEGV'), signal: 'SEGV' };

/** Existing processes that add one command's cost to a fork. */
const PROCESSES_A_COMMAND = 64;

/** Use of a zombie. */
const NOTHING: ProcessUse = { cpuMilli: 0, cpuMs: 0, memoryBytes: 0 };

/** Process: runs a function until its return or a fatal signal. */
export class SimulatedProcess implements Process, ProcessView, Child, CpuUser {
  readonly pid: number;
  readonly group: number;
  readonly startedAt: LabTime;
  readonly machine: Host;
  files: Files;
  readonly stdin: Reader;
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly killed = new StopSource();
  /** Parent pid; PID 1 adopts orphans. */
  parent: number;
  adopted = false;
  argv: readonly string[];
  environment: ReadonlyMap<string, string>;
  /** Processor ms of its commands. */
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

  /** Adds a process to the table of its host. */
  static add(parts: NewProcess): SimulatedProcess {
    return parts.host.processes.add(
      (pid) => new SimulatedProcess({ ...parts, pid, group: parts.group === 'own' ? pid : parts.group, files: parts.files(pid) }),
    );
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

  /** Ends the process once: closes its streams and cancels pending waits. Errors during cleanup do not prevent its end. */
  end(status: ExitStatus): void {
    if (this.#status !== undefined) return;
    this.#status = status;
    this.machine.limit.end();
    for (const stream of [this.stdin, this.stdout, this.stderr]) this.#attempt(() => stream.close());
    this.#attempt(() => this.killed.stop());
    this.#attempt(() => this.machine.processes.ended(this));
    for (const resolve of this.#waiting ?? []) resolve(status);
    this.#waiting = undefined;
    this.#actions = undefined;
  }

  /** Ends the process after a bug of ours. */
  crash(error: unknown): void {
    this.machine.crashed(this, error);
    this.end(CRASHED);
  }

  /** A signal arrives. `isInit`: the first process of its namespace, which signals do not end. */
  signalled(signal: Signal, isInit: boolean): void {
    if (this.#status !== undefined) return;
    const action = this.#actions?.get(signal) ?? 'default';
    if (typeof action === 'function') this.#attempt(() => action(signal));
    else if (action === 'default' && isDeadly(signal) && !isInit) this.end({ code: 128 + signalNumber(signal), signal });
  }

  /** Returns whether a signal's disposition is `ignore`. Ignoring CHLD prevents zombies. */
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
    const program = this.#load(argv, environment);
    const files = filesOf(program, options.files ?? this.files, this.machine.noNewPrivileges);
    return this.#start(program.main, program.argv, { ...options, environment, files });
  }

  fork(main: Main, options: ChildOptions = {}): Child {
    return this.#start(main, this.argv, options);
  }

  async replace(argv: readonly string[], environment: ReadonlyMap<string, string> = this.environment): Promise<number> {
    const program = this.#load(argv, environment);
    this.argv = program.argv;
    this.environment = environment;
    this.files = filesOf(program, this.files, this.machine.noNewPrivileges);
    // Exec drops handlers and keeps ignored signals.
    for (const [signal, action] of this.#actions ?? []) if (typeof action === 'function') this.#actions?.delete(signal);
    return program.main(this);
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

  beside(work: () => Promise<unknown>): void {
    work().catch((error: unknown) => this.#failed(error));
  }

  spend(): Promise<void> | undefined {
    return this.machine.cpu.spend(this);
  }

  work(cpuMs: number): Promise<void> {
    return this.machine.cpu.work(this, cpuMs);
  }

  openReader(path: string): Reader {
    return openReader(this, path);
  }

  openWriter(path: string, options?: { readonly append?: boolean; readonly exclusive?: boolean }): Writer {
    return openWriter(this, path, options);
  }

  #load(argv: readonly string[], environment: ReadonlyMap<string, string>): LoadedProgram {
    const { machine } = this;
    return loadExecutable(this.files, environment, argv, { named: (name) => machine.program(name), missing: () => machine.missing(this) });
  }

  #start(main: Main, argv: readonly string[], options: ChildOptions): SimulatedProcess {
    const { cpu, limit } = this.machine;
    // A refused fork costs as much, otherwise a retrying program would run in no lab time.
    cpu.charge(1 + Math.floor(limit.count / PROCESSES_A_COMMAND));
    limit.begin();
    const { stdin = this.stdin, stdout = this.stdout, stderr = this.stderr, environment = this.environment } = options;
    const child = SimulatedProcess.add({
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
    // Delayed until the parent holds the child handle.
    void Promise.resolve().then(() => (child.ended ? undefined : child.run(main)));
    return child;
  }

  /** Ignores errors of closed streams once the process has ended. They are no failure. */
  #failed(error: unknown): void {
    if (this.ended && (error instanceof StoppedError || error instanceof FileError)) return;
    if (error instanceof FileError && error.code === 'EPIPE') {
      this.signalled('PIPE', false);
      this.end({ code: 1 });
    } else if (isOutOfMemory(error)) this.beside(() => takeAllMemory(this, HELD_BYTES_MAX));
    else this.crash(error);
  }

  /** Attributes a failure to this process, although another one's turn runs it. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.crash(error);
    }
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
