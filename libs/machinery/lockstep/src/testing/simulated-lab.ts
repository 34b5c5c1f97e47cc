import { subjectsOf } from '@klockwork/bus';
import { type LabTime, type Logger, ManualHost, SeededRandom, StopSource, silentLogger } from '@klockwork/kernel';
import type { ClockCoordinator } from '../coordinator.ts';
import { createClockMember } from '../following-member.ts';
import { createClockCoordinator } from '../lockstep-coordinator.ts';
import type { ClockMember } from '../member.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { type Connection, type Packet, SimulatedNetwork } from './simulated-network.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { type Deed, Workload } from './workload.ts';
import { yesSayer } from './yes-sayer.ts';

/** Where lab time begins in a simulated lab. */
export const LAB_START: LabTime = 1_000_000;

/** How long a silent process is waited for in a simulated lab, in ms of host time. */
export const SUSPECT_MS = 300;

/** What a simulated lab is made of. */
export interface SimulatedLabOptions {
  /** Draws the delays of network and host. */
  readonly seed: number;
  /** Draws what the processes do. */
  readonly deeds?: number;
  readonly processes?: number;
  readonly servers?: number;
  /** The share of the clock's messages that is lost. */
  readonly loss?: number;
  readonly delayMsMax?: number;
  readonly routeMsMax?: number;
  /** Names of processes whose waits are not held, against the rules. */
  readonly unheld?: readonly string[];
  /** Names of processes that do not count what they send, against the rules. */
  readonly uncounted?: readonly string[];
  /** The name of the process that writes the log. */
  readonly writer?: string;
  /** Servers are routed, but nobody knows: no markers. */
  readonly withoutMarkers?: boolean;
  /** Processes do nothing by themselves. */
  readonly quiet?: boolean;
  /** Nobody is asked whether it is still at rest. */
  readonly unasked?: boolean;
  readonly logger?: Logger;
}

/** One process with all that belongs to it. */
export interface Inhabitant {
  readonly process: SimulatedProcess;
  readonly clock: SimulatedClock;
  readonly connection: Connection;
  readonly member: ClockMember;
  readonly workload: Workload;
}

/** A lab of simulated processes with one coordinator, and an observer outside of it that sees everything. */
export class SimulatedLab {
  readonly host = new ManualHost(5_000);
  readonly network: SimulatedNetwork;
  readonly inhabitants: Inhabitant[] = [];
  readonly deeds: Deed[] = [];
  /** What must never happen, as the observer saw it. */
  readonly violations: string[] = [];
  /** How often everybody was asked. */
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
    const passes = options.unasked ? yesSayer() : () => true;
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

  /** A coordinator in a new process, paused at `labAt`. The one before is gone without a word. */
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
      setting: { mode: 'scaled', hostAt: this.host.now(), labAt, rate },
      sent: () => connection.sent,
      suspectMs: SUSPECT_MS,
    });
    return this.#coordinator;
  }

  /** Starts all processes, and lets them join. */
  async start(): Promise<this> {
    for (const name of this.#names) this.spawn(name);
    await this.host.run(10_000, () => this.coordinator.state().members.length === this.#names.length);
    await this.host.run(50);
    return this;
  }

  /** A new process of this name, that boots, joins, and works from then on. */
  spawn(name: string): Inhabitant {
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
      deeds: new SeededRandom(this.#options.deeds ?? 1),
      pace: this.#random.fork(`pace ${process.name} ${this.#born}`),
      others: this.#names,
      onDeed: (deed) => this.deeds.push(deed),
      unheld: this.#options.unheld?.includes(name) ?? false,
    });
    const inhabitant = { process, clock, connection, member, workload };
    this.inhabitants.push(inhabitant);
    void member.start().then(() => {
      if (!this.#options.quiet) workload.start();
      process.set(2, boot);
    });
    return inhabitant;
  }

  /** SIGKILL: its socket closes after what it has sent. */
  kill({ process, connection }: Inhabitant): void {
    process.kill();
    connection.close();
  }

  /** Somebody outside writes through `at`: it does as much as a timer would, once it is let in. */
  async write(to: Inhabitant, id: string): Promise<void> {
    const release = await to.process.activity.admit('http', new StopSource());
    const { mode, now } = this.coordinator.state();
    if (mode === 'Advancing' && !to.process.excused && to.clock.now() !== now) this.violations.push(`${id} came in too late`);
    to.workload.act({ id, due: to.clock.now(), depth: 2, from: [] }, release);
  }

  /** Advances and waits for the end; undefined when it has not come after `hostMs`. */
  async advance(labMs: number, hostMs = 120_000): Promise<{ outcome: string; now: LabTime } | undefined> {
    const advance = this.coordinator.advance({ until: this.coordinator.state().now + labMs, stopAt: 'bound' });
    let end: { outcome: string; now: LabTime } | undefined;
    void advance.done.then(({ outcome, now }) => {
      end = { outcome, now };
    });
    await this.host.run(hostMs, () => end !== undefined);
    return end;
  }

  /** Lab time of each process that lives and is not excused. */
  times(): LabTime[] {
    return this.inhabitants.filter(({ process }) => process.alive && !process.excused).map(({ clock }) => clock.now());
  }

  /** Deeds that were not done at the instant they belong to, but for those that processes led to that are excused. */
  late(): Deed[] {
    const excused = this.#excused();
    return this.deeds.filter(({ process, at, due, from }) => at !== due && ![process, ...from].some((name) => excused.has(name)));
  }

  /** All deeds, in an order of their own. */
  log(): string[] {
    return this.deeds.map(({ process, id, at }) => `${at} ${process} ${id}`).sort();
  }

  #connect(process: SimulatedProcess): Connection {
    const connection = this.network.connect(process);
    return this.#options.withoutMarkers ? Object.defineProperty(connection, 'routed', { value: false }) : connection;
  }

  #excused(): ReadonlySet<string> {
    return new Set(this.inhabitants.filter(({ process }) => process.excused).map(({ process }) => process.name));
  }

  /** The observer: when a jump leaves, nothing may be under way anywhere. */
  #observe({ body, data }: Packet): void {
    const { type } = body as { type?: string };
    if (type === 'confirm') this.waves += 1;
    if (data || type !== 'jump') return;
    const excused = this.#excused();
    for (const { process, workload } of this.inhabitants) {
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
