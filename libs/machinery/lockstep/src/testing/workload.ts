import type { Subject } from '@klockwork/bus';
import type { DrivenClock, LabTime, Random } from '@klockwork/kernel';
import type { Connection } from './simulated-network.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** Something that was done, and the instant it belongs to: timers have a deadline, messages the time they were sent at. */
export interface Deed {
  readonly process: string;
  readonly id: string;
  readonly at: LabTime;
  readonly due: LabTime;
  /** Whose deeds led to this one. */
  readonly from: readonly string[];
}

/** What a workload stands on. */
export interface WorkloadOptions {
  readonly process: SimulatedProcess;
  readonly connection: Connection;
  readonly clock: DrivenClock;
  /** Draws what is done, by the name of each deed alone: whatever the network does, the same deeds follow. */
  readonly deeds: Random;
  /** Draws how long things take on the host. */
  readonly pace: Random;
  /** Names of all who may get messages. */
  readonly others: readonly string[];
  readonly onDeed: (deed: Deed) => void;
  /** Waits on the host are not held, against the rules: a negative control. */
  readonly unheld?: boolean;
}

/** How often a process wakes by itself, in ms of lab time. */
const LEASE_MS = 1_000;

/** How long one wait on the host takes at most, in ms. */
const IO_MS_MAX = 3;

/** How many messages follow from one another at most. */
const DEPTH_MAX = 4;

/**
 * What a component does, boiled down: timers fire, I/O takes host time, messages go to others, which do the same, and some of it sets
 * further timers.
 */
export class Workload {
  readonly #options: WorkloadOptions;
  readonly #doing = new Set<readonly string[]>();

  constructor(options: WorkloadOptions) {
    this.#options = options;
    const { connection, process, clock } = options;
    connection.subscribe(dataSubject(process.name), (body) => {
      const { id, at, depth, from } = body as { id: string; at: LabTime; depth: number; from: string[] };
      const release = process.activity.hold('message');
      clock.observe(at);
      this.act({ id, due: at, depth, from });
      release();
    });
  }

  /** From now on it wakes by itself. */
  start(): void {
    const now = this.#options.clock.now();
    this.#lease(now - (now % LEASE_MS) + LEASE_MS);
  }

  /** What it is doing now, held or not: whose deeds led to each. */
  get doing(): readonly (readonly string[])[] {
    return [...this.#doing];
  }

  /** Does what follows from a deed, after a wait on the host. `then` is called when it is done. */
  act({ id, due, depth, from }: { id: string; due: LabTime; depth: number; from: readonly string[] }, then: () => void = () => {}): void {
    const { process, clock, deeds, pace, onDeed, unheld } = this.#options;
    onDeed({ process: process.name, id, at: clock.now(), due, from });
    const chain = [...from, process.name];
    const draws = deeds.fork(`${process.name} ${id}`);
    const release = unheld ? () => {} : process.activity.hold('io');
    this.#doing.add(chain);
    process.set(pace.next() * IO_MS_MAX, () => {
      this.#doing.delete(chain);
      this.#send(id, depth, chain, draws);
      this.#setTimer(id, depth, chain, draws);
      release();
      then();
    });
  }

  #send(id: string, depth: number, from: readonly string[], draws: Random): void {
    if (depth >= DEPTH_MAX) return;
    const { others, connection, clock } = this.#options;
    const count = draws.integer(3);
    for (let index = 0; index < count; index++) {
      const to = others[draws.integer(others.length)];
      if (to !== undefined) connection.send(dataSubject(to), { id: `${id}.${index}`, at: clock.now(), depth: depth + 1, from });
    }
  }

  #setTimer(id: string, depth: number, from: readonly string[], draws: Random): void {
    if (depth >= DEPTH_MAX || draws.next() > 0.3) return;
    const { clock } = this.#options;
    const due = clock.now() + (draws.next() < 0.2 ? 0 : draws.integer(2_500));
    clock.at(due, { name: 'back-off' }, () => this.act({ id: `${id}t`, due, depth: depth + 1, from }));
  }

  #lease(due: LabTime): void {
    this.#options.clock.at(due, { name: 'lease', upkeep: true }, () => {
      this.act({ id: `lease ${due}`, due, depth: 0, from: [] });
      this.#lease(due + LEASE_MS);
    });
  }
}

function dataSubject(name: string): Subject {
  return `data.${name}` as Subject;
}
