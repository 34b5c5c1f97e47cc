import { FileError } from '@klockwork/files';
import { type Cancel, type LabTime, StoppedError } from '@klockwork/kernel';
import type { ContainerReport, ContainerStats, ExecSession, ResourceLimits } from '@klockwork/pod-lifecycle';
import { type ExitStatus, type Signal, signalNamed } from '@klockwork/userland';
import { ContainerConsole } from './container-console.ts';
import { containerHost } from './container-host.ts';
import type { ContainerParts } from './container-parts.ts';
import { type Streams, streamsOf } from './exec-streams.ts';
import { argvOf, environmentOf, reportedUser, userOf } from './first-process.ts';
import { loadProgram } from './load-program.ts';
import { LogBuffer } from './log-buffer.ts';
import { filesOf } from './process/executable.ts';
import { CRASHED, type Host, SimulatedProcess } from './process/simulated-process.ts';
import type { ControlledContainer } from './root-files/cgroup-files.ts';
import { terminationMessage } from './root-files/container-files.ts';
import { ContainerUse } from './use/container-use.ts';

const PAGE_BYTES = 4_096;

/** Simulated container: a process tree with output, timers on lab time, signals and exit codes. */
export class SimulatedContainer {
  readonly log: LogBuffer;
  readonly #parts: ContainerParts;
  readonly #host: Host;
  readonly #use: ContainerUse;
  #outOfMemory = false;
  readonly #ownConsole: ContainerConsole;
  readonly #ended: Promise<void>;
  #resolveEnded: () => void = () => {};
  #first: SimulatedProcess | undefined;
  #report: ContainerReport;
  #killAt: LabTime | undefined;
  #cancelKill: Cancel | undefined;

  constructor(parts: ContainerParts) {
    this.#parts = parts;
    this.log = new LogBuffer(parts.logBytesMax);
    this.#use = new ContainerUse({ clock: parts.clock, limits: parts.spec.limits ?? {}, outOfMemory: () => this.#killForMemory() });
    this.#host = containerHost(parts, { use: this.#use, timerFailed: (error) => this.#crash(error), firstPid: () => this.#first?.pid });
    this.#ownConsole = new ContainerConsole({
      spec: parts.spec,
      log: (stream, bytes) => this.#written(stream, bytes),
      signal: (signal) => this.#signalGroup(this.#first, signal),
      failed: (error) => this.#crash(error),
    });
    this.#ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    const { id, sandboxId, spec, resolved, clock, files } = parts;
    const { name, attempt } = spec;
    const { name: image, imageId } = resolved;
    const user = reportedUser(userOf(spec, resolved, files.root).user);
    this.#report = { id, sandboxId, name, attempt, image, imageId, user, state: 'created', createdAt: clock.now() };
  }

  get report(): ContainerReport {
    return this.#report;
  }

  /** Releases all mounts of a removed container. */
  release(): void {
    this.#parts.files.unmountAll();
  }

  /** Current resource use. */
  get stats(): Omit<ContainerStats, 'podUid'> {
    const { id, spec, clock } = this.#parts;
    const { nanoCores, coreNanoSeconds, throttledMs } = this.#use.processor;
    const count = this.#living.length;
    return {
      ...{ id, name: spec.name, at: clock.now() },
      cpu: { usageCoreNanoSeconds: coreNanoSeconds, usageNanoCores: nanoCores, throttledMs },
      memory: { workingSetBytes: Math.ceil(this.#use.memoryBytes(count) / PAGE_BYTES) * PAGE_BYTES },
      disk: { usedBytes: this.#parts.files.usage.bytes, logBytes: this.log.bytes },
      processes: count,
    };
  }

  /** Limits enforced by the kernel. */
  get control(): ControlledContainer {
    const { processors } = this.#parts.node.size;
    return { processors, limits: this.#use.limits, stats: this.stats, pids: this.#living.map(({ pid }) => pid) };
  }

  /** Starts the first process. Returns the runtime's error text for a missing executable; the container is then exited. */
  start(): string | undefined {
    const first = this.#launch(argvOf(this.#parts.spec, this.#parts.resolved), this.#ownConsole.streams, true);
    if (typeof first === 'string') return this.#failToStart(first);
    this.#first = first;
    this.#change({ state: 'running', startedAt: this.#parts.clock.now() });
    void first.exit.then((status) => this.#exited(status));
    return undefined;
  }

  /** Runs a command beside the first process. Gives its code, or the runtime's text when there is no such executable. */
  async exec(argv: readonly string[], session: ExecSession): Promise<{ exitCode: number } | string> {
    const foreground: { leader?: SimulatedProcess } = {};
    const owner = {
      signal: (signal: Signal) => this.#signalGroup(foreground.leader, signal),
      failed: (error: unknown) => foreground.leader?.crash(error),
    };
    const process = this.#launch(argv, streamsOf(session, owner));
    if (typeof process === 'string') return process;
    foreground.leader = process;
    const release = session.stop.onStop(() => this.#disconnect(process, session));
    const { code } = await process.exit;
    release();
    if (session.stop.stopped) throw new StoppedError();
    return { exitCode: code };
  }

  /** Attaches a client to the first process, until its exit or a disconnect. */
  attach(session: ExecSession): Promise<void> {
    const release = this.#ownConsole.attach(session);
    const exit = new Promise<void>((resolve) => {
      session.stop.onStop(resolve);
    });
    return Promise.race([this.#ended, exit]).finally(release);
  }

  /** Changes resource limits immediately. */
  limit(limits: ResourceLimits): void {
    this.#use.limit(limits);
  }

  /** Changes bytes of tmpfs contents by `bytes`. */
  charge(bytes: number): void {
    this.#use.store(bytes);
  }

  /** Sends the stop signal now and KILL after `graceMs`. With several calls, the earliest KILL applies. Resolves after exit. */
  stop(graceMs: number): Promise<void> {
    if (this.#report.state !== 'running') return Promise.resolve();
    const { clock } = this.#parts;
    const killAt = clock.now() + graceMs;
    if (this.#killAt === undefined || killAt < this.#killAt) {
      this.#cancelKill?.();
      this.#killAt = killAt;
      this.#cancelKill = clock.at(killAt, { name: 'termination-grace-period' }, () => this.#signal('KILL'));
    }
    this.#signal(signalNamed(this.#parts.resolved.image.stopSignal) ?? 'TERM');
    return this.#ended;
  }

  /** The node lost power: everything stops and nothing is reported. */
  vanish(): void {
    this.#report = { ...this.#report, state: 'exited' };
    this.#cancelKill?.();
    this.#use.stop();
    this.#endAll();
  }

  get #living(): readonly SimulatedProcess[] {
    return this.#parts.processes.list().filter(({ machine, ended }) => machine === this.#host && !ended);
  }

  /** OOM kill: ends all processes. */
  #killForMemory(): void {
    this.#outOfMemory = true;
    this.#signal('KILL');
  }

  /** Ends all processes after a bug of ours outside any single process. */
  #crash(error: unknown): void {
    const { object, spec } = this.#parts;
    this.#parts.crashed({ object, container: spec.name }, error);
    this.#first?.end(CRASHED);
  }

  #signal(signal: Signal): void {
    if (this.#report.state === 'running' && this.#first !== undefined) this.#parts.processes.signal(this.#first, signal);
  }

  /** Ends a command whose client is gone. A terminal hangs up, which its foreground process group notices. */
  #disconnect(leader: SimulatedProcess, { terminal }: ExecSession): void {
    if (terminal !== undefined) this.#signalGroup(leader, 'HUP');
    this.#parts.processes.signal(leader, 'KILL');
  }

  /** Terminal signal for the foreground process group. */
  #signalGroup(leader: SimulatedProcess | undefined, signal: Signal): void {
    const { processes } = this.#parts;
    for (const process of processes.list()) if (process.group === leader?.group) processes.signal(process, signal);
  }

  /** Starts a process for the runtime; returns its error text for a missing executable. */
  #launch(argv: readonly string[], streams: Streams, isFirst = false): SimulatedProcess | string {
    const { spec, resolved, hostname, files: tree } = this.#parts;
    const { user, home } = userOf(spec, resolved, tree.root);
    const environment = environmentOf(spec, resolved, hostname, home);
    const files = tree.as(user);
    const loadedProgram = loadProgram(argv, { ...this.#parts, files, tree, environment, isFirst, host: this.#host });
    if (typeof loadedProgram === 'string') return loadedProgram;
    try {
      this.#host.limit.begin();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return 'error executing setns process: fork/exec /proc/self/exe: resource temporarily unavailable';
    }
    const parts = { host: this.#host, parent: 0, group: 'own', argv: loadedProgram.argv, environment, ...streams } as const;
    const own = filesOf(loadedProgram, files, this.#host.noNewPrivileges);
    const process = SimulatedProcess.add({ ...parts, files: (pid) => own.as({ self: String(pid) }) });
    void Promise.resolve().then(() => (process.ended ? undefined : process.run(loadedProgram.main)));
    return process;
  }

  #written(stream: 'stdout' | 'stderr', bytes: string): void {
    if (this.#report.state === 'running') this.log.write(stream, bytes, this.#parts.clock.now());
  }

  #exited({ code }: ExitStatus): void {
    if (this.#report.state !== 'running') return;
    const { clock } = this.#parts;
    this.#cancelKill?.();
    this.#use.stop();
    this.log.close(clock.now());
    this.#endAll();
    const message = this.#lastWords;
    const reason = this.#outOfMemory ? 'OOMKilled' : code === 0 ? 'Completed' : 'Error';
    this.#change({ state: 'exited', finishedAt: clock.now(), exitCode: code, reason, ...(message && { message }) });
  }

  get #lastWords(): string | undefined {
    const { files, spec } = this.#parts;
    try {
      return spec.terminationMessagePath && terminationMessage(files, spec.terminationMessagePath);
    } catch (error) {
      this.#crash(error);
      return undefined;
    }
  }

  /** PID 1's exit ends all other processes. */
  #endAll(): void {
    this.#parts.processes.killAll(({ machine }) => machine === this.#host);
  }

  #failToStart(why: string): string {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${why}`;
    this.#change({ state: 'exited', finishedAt: this.#parts.clock.now(), exitCode: 128, reason: 'StartError', message });
    return message;
  }

  #change(change: Partial<ContainerReport>): void {
    this.#report = { ...this.#report, ...change };
    if (change.state === 'exited') this.#resolveEnded();
    this.#parts.changed(this.#report);
  }
}
