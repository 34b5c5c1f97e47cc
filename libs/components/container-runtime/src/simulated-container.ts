import type { ResolvedImage } from '@klockwork/images';
import { assert, type Cancel, type Clock, type LabTime, type Random, StoppedError, type StopSignal, StopSource } from '@klockwork/kernel';
import type { ByteSource, ContainerReport, ContainerSpec, ExecSession } from '@klockwork/pod-lifecycle';
import { CpuTime } from './cpu-time.ts';
import { LogBuffer } from './log-buffer.ts';
import type { Machine, Process, Signal, Stream } from './process.ts';
import { execute, hasExecutable } from './programs.ts';
import type { SandboxNetwork } from './sandbox-network.ts';

/** What a container is made of and where it reports to. */
export interface ContainerParts {
  readonly id: string;
  readonly sandboxId: string;
  readonly hostname: string;
  readonly spec: ContainerSpec;
  readonly resolved: ResolvedImage;
  readonly clock: Clock;
  readonly random: Random;
  readonly logBytesMax: number;
  readonly network: SandboxNetwork;
  resolve(name: string): readonly string[] | undefined;
  /** Its state changed. */
  changed(report: ContainerReport): void;
}

/** One simulated container: a tree of processes that write, wait on the lab's clock, take signals and end with a code. */
export class SimulatedContainer {
  readonly log: LogBuffer;
  readonly #parts: ContainerParts;
  readonly #killed = new StopSource();
  readonly #machine: Machine;
  readonly #cpu: CpuTime;
  readonly #signalHandlers = new Set<(signal: Signal) => void>();
  readonly #ended: Promise<void>;
  #resolveEnded: () => void = () => {};
  #report: ContainerReport;
  #killAt: LabTime | undefined;
  #cancelKill: Cancel | undefined;

  constructor(parts: ContainerParts) {
    this.#parts = parts;
    this.log = new LogBuffer(parts.logBytesMax);
    this.#cpu = new CpuTime(parts.clock);
    this.#machine = this.#makeMachine();
    this.#ended = new Promise((resolve) => {
      this.#resolveEnded = resolve;
    });
    const { id, sandboxId, spec, resolved, clock } = parts;
    this.#report = {
      id,
      sandboxId,
      name: spec.name,
      attempt: spec.attempt,
      image: resolved.name,
      imageId: resolved.imageId,
      state: 'created',
      createdAt: clock.now(),
    };
  }

  get report(): ContainerReport {
    return this.#report;
  }

  /** Starts the first process. Gives the runtime's text when there is no such executable; the container has then exited. */
  start(): string | undefined {
    const argv = this.#argv();
    const { resolved, clock } = this.#parts;
    if (argv[0] === undefined || !hasExecutable(resolved, argv[0])) return this.#failToStart(argv[0]);
    this.#change({ state: 'running', startedAt: clock.now() });
    void this.#run(argv);
    return undefined;
  }

  /** Runs a command beside the first process. Gives its code, or the runtime's text when there is no such executable. */
  async exec(argv: readonly string[], { stdin, stop, write }: ExecSession): Promise<{ exitCode: number } | string> {
    const { resolved } = this.#parts;
    if (argv[0] === undefined || !hasExecutable(resolved, argv[0])) return noExecutable(argv[0]);
    const killed = StopSource.under(this.#killed);
    const release = stop.onStop(() => killed.stop());
    const machine = { ...this.#machine, killed, spend: () => this.#cpu.spend(killed) };
    try {
      const input = stdin === undefined ? '' : await allOf(stdin, killed);
      const process = { ...this.#firstProcess(), machine, input, write: (stream: Stream, text: string) => void write(stream, text) };
      const exitCode = (await execute(resolved, argv, withoutSignals(process))) ?? 127;
      return { exitCode };
    } catch (error) {
      // What runs beside a container that ends is killed with it.
      if (!(error instanceof StoppedError) || stop.stopped) throw error;
      return { exitCode: 137 };
    } finally {
      release();
      killed.stop();
    }
  }

  /** Shows a client what the first process writes from now on, until it exits or the client goes. */
  attach(session: ExecSession): Promise<void> {
    const release = this.log.follow(({ stream, text }) => void session.write(stream, `${text}\n`));
    const gone = new Promise<void>((resolve) => {
      session.stop.onStop(resolve);
    });
    return Promise.race([this.#ended, gone]).finally(release);
  }

  /** TERM now, KILL at the end of the grace period. Asked again, the earliest KILL counts. Resolves when it has exited. */
  stop(graceMs: number): Promise<void> {
    if (this.#report.state !== 'running') return Promise.resolve();
    const { clock } = this.#parts;
    const killAt = clock.now() + graceMs;
    if (this.#killAt === undefined || killAt < this.#killAt) {
      this.#cancelKill?.();
      this.#killAt = killAt;
      this.#cancelKill = clock.at(killAt, { name: 'termination-grace-period' }, () => this.signal('KILL'));
    }
    this.signal('TERM');
    return this.#ended;
  }

  signal(signal: Signal | 'KILL'): void {
    if (this.#report.state !== 'running') return;
    if (signal === 'KILL') this.#killed.stop();
    else for (const handler of [...this.#signalHandlers]) handler(signal);
  }

  /** The node lost power: everything stops and nothing is reported. */
  vanish(): void {
    this.#report = { ...this.#report, state: 'exited' };
    this.#cancelKill?.();
    this.#killed.stop();
  }

  async #run(argv: readonly string[]): Promise<void> {
    let code: number;
    try {
      code = (await execute(this.#parts.resolved, argv, this.#firstProcess())) ?? 127;
    } catch (error) {
      assert(error instanceof StoppedError, `a simulated program failed: ${String(error)}`);
      code = 137;
    }
    if (this.#report.state !== 'running') return;
    this.#cancelKill?.();
    this.log.close(this.#parts.clock.now());
    this.#change({ state: 'exited', finishedAt: this.#parts.clock.now(), exitCode: code, reason: code === 0 ? 'Completed' : 'Error' });
    // What the first process left behind ends with it.
    this.#killed.stop();
  }

  #firstProcess(): Process {
    const { spec, resolved, clock } = this.#parts;
    const environment = new Map(Object.entries({ ...resolved.image.environment, HOSTNAME: this.#parts.hostname, ...spec.env }));
    const version = environment.get('NGINX_VERSION');
    if (version === '{{version}}') environment.set('NGINX_VERSION', resolved.version);
    return {
      machine: this.#machine,
      environment,
      workingDirectory: spec.workingDir ?? '/',
      input: '',
      write: (stream, text) => {
        if (this.#report.state === 'running') this.log.write(stream, text, clock.now());
      },
      handleSignals: (handler) => {
        this.#signalHandlers.add(handler);
        return () => this.#signalHandlers.delete(handler);
      },
    };
  }

  #makeMachine(): Machine {
    const { clock, random, hostname, resolved, resolve, network } = this.#parts;
    return {
      clock,
      random,
      hostname,
      killed: this.#killed,
      files: new Map([['/etc/hostname', `${hostname}\n`]]),
      resolve,
      listen: (listeners) => network.listen(listeners),
      spend: () => this.#cpu.spend(this.#killed),
      execute: (argv, process) => execute(resolved, argv, process),
      notFound: (shell, command) =>
        shell === 'bash'
          ? `bash: line 1: ${command}: command not found`
          : `${shell}: ${resolved.image.tools === 'gnu' ? '1: ' : ''}${command}: not found`,
      signal: (signal) => this.signal(signal),
    };
  }

  #argv(): readonly string[] {
    const { spec, resolved } = this.#parts;
    const { entrypoint, command } = resolved.image;
    if (spec.command !== undefined && spec.command.length > 0)
      return [...spec.command, ...(spec.args ?? [])].map((word) => this.#substitute(word));
    return [
      ...entrypoint,
      ...(spec.args !== undefined && spec.args.length > 0 ? spec.args.map((word) => this.#substitute(word)) : command),
    ];
  }

  /** `$(NAME)` in command and args. Models `third_party/forked/golang/expansion`. */
  #substitute(word: string): string {
    const { env } = this.#parts.spec;
    return word.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (text, name: string | undefined) =>
      name === undefined ? '$' : (env[name] ?? text),
    );
  }

  #failToStart(executable?: string): string {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${noExecutable(executable)}`;
    this.#change({ state: 'exited', finishedAt: this.#parts.clock.now(), exitCode: 128, reason: 'StartError', message });
    return message;
  }

  #change(change: Partial<ContainerReport>): void {
    this.#report = { ...this.#report, ...change };
    if (change.state === 'exited') this.#resolveEnded();
    this.#parts.changed(this.#report);
  }
}

/** All that comes until the end: rejects with StoppedError once `killed`. */
async function allOf(source: ByteSource, killed: StopSignal): Promise<string> {
  const chunks: string[] = [];
  const stopped = new Promise<never>((_, reject) => {
    killed.onStop(() => reject(new StoppedError()));
  });
  for (let chunk = await Promise.race([source.read(), stopped]); chunk !== undefined; chunk = await Promise.race([source.read(), stopped]))
    chunks.push(chunk);
  return chunks.join('');
}

/** How runc says that an executable is not there. */
function noExecutable(executable = ''): string {
  return executable.includes('/')
    ? `exec: "${executable}": stat ${executable}: no such file or directory`
    : `exec: "${executable}": executable file not found in $PATH`;
}

/** Signals are for a container's first process alone. */
function withoutSignals({ handleSignals: _, ...process }: Process): Process {
  return process;
}
