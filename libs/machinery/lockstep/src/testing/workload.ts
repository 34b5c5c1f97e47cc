import type { Subject } from '@klockwork/bus';
import type { DrivenClock, LabTime, Random } from '@klockwork/kernel';
import type { Connection } from './simulated-network.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** Recorded action and its proper instant: the deadline of a timer, or the send time of a message. */
export interface RecordedAction {
  readonly process: string;
  readonly id: string;
  readonly at: LabTime;
  readonly due: LabTime;
  /** Processes whose actions caused this one. */
  readonly from: readonly string[];
}

export interface WorkloadOptions {
  readonly process: SimulatedProcess;
  readonly connection: Connection;
  readonly clock: DrivenClock;
  /** Draws actions by name only: equal actions follow under any network behaviour. */
  readonly actions: Random;
  /** Draws durations on the host. */
  readonly pace: Random;
  /** Names of all possible receivers. */
  readonly others: readonly string[];
  readonly onAction: (action: RecordedAction) => void;
  /** Omits holds for host waits: a negative control. */
  readonly unheld?: boolean;
}

/** Interval of self-started work, in ms of lab time. */
const LEASE_MS = 1_000;

/** Maximum duration of one host wait, in ms. */
const IO_MS_MAX = 3;

/** Maximum length of a chain of messages. */
const DEPTH_MAX = 4;

/**
 * Model of a component: timers fire, I/O takes host time, messages cause the same work in other processes, and some work sets further
 * timers.
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

  /** Starts periodic work. */
  start(): void {
    const now = this.#options.clock.now();
    this.#lease(now - (now % LEASE_MS) + LEASE_MS);
  }

  /** Present work, held or not, with its originating processes. */
  get doing(): readonly (readonly string[])[] {
    return [...this.#doing];
  }

  /** Performs the consequences of an action after a host wait, then calls `then`. */
  act({ id, due, depth, from }: { id: string; due: LabTime; depth: number; from: readonly string[] }, then: () => void = () => {}): void {
    const { process, clock, actions, pace, onAction, unheld } = this.#options;
    onAction({ process: process.name, id, at: clock.now(), due, from });
    const chain = [...from, process.name];
    const draws = actions.fork(`${process.name} ${id}`);
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
