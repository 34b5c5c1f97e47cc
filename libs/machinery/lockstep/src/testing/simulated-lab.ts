import { subjectsOf } from '@klockwork/bus';
import { type LabTime, type Logger, ManualHost, SeededRandom, StopSource, silentLogger } from '@klockwork/kernel';
import type { ClockCoordinator } from '../coordinator.ts';
import { createClockMember } from '../following-member.ts';
import { createClockCoordinator } from '../lockstep-coordinator.ts';
import type { ClockMember } from '../member.ts';
import { confirmFromReports } from './confirm-from-reports.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { type Connection, type Packet, SimulatedNetwork } from './simulated-network.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { type RecordedAction, Workload } from './workload.ts';

/** Initial lab time of a simulated lab. */
export const LAB_START: LabTime = 1_000_000;

/** Time-out for silent processes in a simulated lab, in ms of host time. */
export const SUSPECT_MS = 300;

/** Options of a simulated lab. */
export interface SimulatedLabOptions {
  /** Seed for delays of network and host. */
  readonly seed: number;
  /** Seed for the actions of processes. */
  readonly actions?: number;
  readonly processes?: number;
  readonly servers?: number;
  /** Share of lost clock messages, 0 to 1. */
  readonly loss?: number;
  readonly delayMsMax?: number;
  readonly routeMsMax?: number;
  /** Processes without holds for their waits: a rule violation. */
  readonly unheld?: readonly string[];
  /** Processes that do not count sent messages: a rule violation. */
  readonly uncounted?: readonly string[];
  /** Process that writes the log. */
  readonly writer?: string;
  /** Uses routed servers without markers. */
  readonly withoutMarkers?: boolean;
  /** Processes start no work of their own. */
  readonly quiet?: boolean;
  /** Skips the question "still idle?". */
  readonly unasked?: boolean;
  readonly logger?: Logger;
}

/** Simulated process with clock, member, connection and workload. */
export interface SimulatedMember {
  readonly process: SimulatedProcess;
  readonly clock: SimulatedClock;
  readonly connection: Connection;
  readonly member: ClockMember;
  readonly workload: Workload;
}

/** Lab of simulated processes with one coordinator, and an outside observer of all messages and work. */
export class SimulatedLab {
  readonly host = new ManualHost(5_000);
  readonly network: SimulatedNetwork;
  readonly members: SimulatedMember[] = [];
  readonly actions: RecordedAction[] = [];
  /** Rule violations recorded by the observer. */
  readonly violations: string[] = [];
  /** Number of waves. */
  waves = 0;
  readonly #options: SimulatedLabOptions;
  readonly #random: SeededRandom;
  readonly #names: readonly string[];
  #coordinator: ClockCoordinator | undefined;
  #coordinatorProcess: SimulatedProcess | undefined;
  #born = 0;

  constructor(options: SimulatedLabOptions) {
    this.#options = options;
    this.#random = new SeededRandom(options.seed);
    this.#names = Array.from({ length: options.processes ?? 4 }, (_, index) => `p${index}`);
    const passes = options.unasked ? confirmFromReports() : () => true;
    this.network = new SimulatedNetwork({
      host: this.host,
      random: this.#random.fork('network'),
      servers: options.servers ?? 1,
      delayMsMax: options.delayMsMax ?? 2,
      routeMsMax: options.routeMsMax ?? 2,
      loss: options.loss ?? 0,
      tap: (packet) => {
        this.#observe(packet);
        return passes(packet);
      },
    });
    this.startCoordinator(LAB_START);
  }

  get coordinator(): ClockCoordinator {
    if (this.#coordinator === undefined) throw new Error('there is no coordinator');
    return this.#coordinator;
  }

  /** Starts a coordinator in a new process, paused at `labAt`. The previous one disappears silently. */
  startCoordinator(labAt: LabTime, rate = 0): ClockCoordinator {
    this.#coordinatorProcess?.kill();
    this.#coordinator?.stop();
    const process = new SimulatedProcess('clock', this.host);
    this.#coordinatorProcess = process;
    const connection = this.#connect(process);
    this.#coordinator = createClockCoordinator({
      channel: connection,
      subjects: subjectsOf('lab').clock,
      clock: new SimulatedClock(process, labAt),
      activity: process.activity,
      host: process,
      random: this.#random.fork(`coordinator ${this.#born++}`),
      logger: this.#options.logger ?? silentLogger,
      setting: { type: 'scaled', hostAt: this.host.now(), labAt, rate },
      sent: () => connection.sent,
      suspectMs: SUSPECT_MS,
    });
    return this.#coordinator;
  }

  /** Starts all processes and awaits their joins. */
  async start(): Promise<this> {
    for (const name of this.#names) this.spawn(name);
    await this.host.run(10_000, () => this.coordinator.state().members.length === this.#names.length);
    await this.host.run(50);
    return this;
  }

  /** Starts a new process of this name, which boots, joins and works. */
  spawn(name: string): SimulatedMember {
    const process = new SimulatedProcess(name, this.host);
    const connection = this.#connect(process);
    const clock = new SimulatedClock(process, LAB_START);
    const member = createClockMember({
      name,
      incarnation: `${name}-${this.#born++}`,
      channel: connection,
      subjects: subjectsOf('lab').clock,
      clock,
      activity: process.activity,
      host: process,
      logger: this.#options.logger ?? silentLogger,
      sent: () => (this.#options.uncounted?.includes(name) ? 0 : connection.sent),
      ...(name === this.#options.writer && { heads: () => ({}) }),
    });
    const boot = process.activity.hold('boot');
    const workload = new Workload({
      process,
      connection,
      clock,
      actions: new SeededRandom(this.#options.actions ?? 1),
      pace: this.#random.fork(`pace ${process.name} ${this.#born}`),
      others: this.#names,
      onAction: (action) => this.actions.push(action),
      unheld: this.#options.unheld?.includes(name) ?? false,
    });
    const simulated = { process, clock, connection, member, workload };
    this.members.push(simulated);
    void member.start().then(() => {
      if (!this.#options.quiet) workload.start();
      process.set(2, boot);
    });
    return simulated;
  }

  /** Kills a process (SIGKILL): its socket closes after its sent data. */
  kill({ process, connection }: SimulatedMember): void {
    process.kill();
    connection.close();
  }

  /** Writes from outside through `at`: the write causes as much work as a timer, after its admission. */
  async write(to: SimulatedMember, id: string): Promise<void> {
    const release = await to.process.activity.admit('http', new StopSource());
    const { mode, now } = this.coordinator.state();
    if (mode === 'Advancing' && !to.process.excused && to.clock.now() !== now) this.violations.push(`${id} came in too late`);
    to.workload.act({ id, due: to.clock.now(), depth: 2, from: [] }, release);
  }

  /** Advances and awaits the end; returns undefined after `hostMs`. */
  async advance(labMs: number, hostMs = 120_000): Promise<{ outcome: string; now: LabTime } | undefined> {
    const advance = this.coordinator.advance({ until: this.coordinator.state().now + labMs, stopAt: 'bound' });
    let end: { outcome: string; now: LabTime } | undefined;
    void advance.done.then((outcome) => {
      end = { outcome, now: advance.progress().now };
    });
    await this.host.run(hostMs, () => end !== undefined);
    return end;
  }

  /** Returns lab times of live processes that are not excused. */
  times(): LabTime[] {
    return this.members.filter(({ process }) => process.alive && !process.excused).map(({ clock }) => clock.now());
  }

  /** Returns actions at wrong instants, except consequences of excused processes. */
  late(): RecordedAction[] {
    const excused = this.#excused();
    return this.actions.filter(({ process, at, due, from }) => at !== due && ![process, ...from].some((name) => excused.has(name)));
  }

  /** Returns all actions, in canonical order. */
  log(): string[] {
    return this.actions.map(({ process, id, at }) => `${at} ${process} ${id}`).sort();
  }

  #connect(process: SimulatedProcess): Connection {
    const connection = this.network.connect(process);
    return this.#options.withoutMarkers ? Object.defineProperty(connection, 'routed', { value: false }) : connection;
  }

  #excused(): ReadonlySet<string> {
    return new Set(this.members.filter(({ process }) => process.excused).map(({ process }) => process.name));
  }

  /** Checks at each jump that no process works and no message travels. */
  #observe({ body, data }: Packet): void {
    const { type } = body as { type?: string };
    if (type === 'confirm') this.waves += 1;
    if (data || type !== 'jump') return;
    const excused = this.#excused();
    for (const { process, workload } of this.members) {
      const works = workload.doing.some((chain) => !chain.some((name) => excused.has(name)));
      if (process.alive && works) this.violations.push(`a jump while ${process.name} works`);
    }
    for (const { packet, to } of this.network.dataInFlight()) {
      const { from } = packet.body as { from: readonly string[] };
      if (!to.alive || to.excused || from.some((name) => excused.has(name))) continue;
      this.violations.push(`a jump while a message of ${packet.from.process.name} to ${to.name} is in flight`);
    }
  }
}
