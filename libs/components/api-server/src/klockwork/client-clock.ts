import type { ByteSink } from '@klockwork/http-api';
import type { Cancel, Clock, LabTime } from '@klockwork/kernel';

/** Next deadline of a program; null without one. `upkeep`: the deadline does not count as work. */
export interface ClientDeadline {
  readonly at: LabTime | null;
  readonly upkeep: boolean;
}

/** Line of a client's stream. */
interface ClockLine {
  /** Lab time, RFC 3339 with milliseconds. */
  readonly now: string;
  /** Lab seconds per host second; 0 while the next line alone moves time. */
  readonly rate: number;
  /** True after the deadline of the client. */
  readonly fired?: true;
}

/** Open stream of one client, and its next deadline. */
export class ClientClock {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #cleanups: Cancel[] = [];
  #sink: ByteSink | undefined;
  #over = false;
  #rate = 1;
  #sentAt: LabTime = -1;
  #cancelTimer: Cancel = () => {};
  /** Wait for the answer to a fired timer, until the server collects it. */
  #wait: Promise<void> | undefined;
  #answered: () => void = () => {};

  constructor(name: string, clock: Clock) {
    this.#name = name;
    this.#clock = clock;
  }

  start(sink: ByteSink, rate: number): void {
    if (this.#over) {
      sink.end();
      return;
    }
    this.#sink = sink;
    this.#rate = rate;
    this.#send({});
  }

  awaits(): Promise<void> | undefined {
    const wait = this.#wait;
    this.#wait = undefined;
    return wait;
  }

  setDeadline({ at, upkeep }: ClientDeadline): void {
    this.#cancelTimer();
    this.#answered();
    if (at === null || this.#over) return;
    const timer = { name: 'client-timer', object: `clients/${this.#name}`, ...(upkeep && { upkeep }) } as const;
    this.#cancelTimer = this.#clock.at(at, timer, () => this.#fire());
  }

  /** Sends a changed rate. */
  sendRate(rate: number): void {
    if (rate === this.#rate) {
      this.sendTime();
      return;
    }
    this.#rate = rate;
    this.#send({});
  }

  /** Sends the time, unless the client computes it from the rate. */
  sendTime(): void {
    if (this.#rate === 0 && this.#clock.now() !== this.#sentAt) this.#send({});
  }

  /** Registers a cleanup; runs it immediately after the end. */
  onEnd(cleanup: Cancel): void {
    if (this.#over) cleanup();
    else this.#cleanups.push(cleanup);
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelTimer();
    this.#answered();
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
    this.#sink?.end();
  }

  #fire(): void {
    this.#wait = new Promise((resolve) => {
      this.#answered = resolve;
    });
    this.#send({ fired: true });
  }

  #send(fields: Pick<ClockLine, 'fired'>): void {
    this.#sentAt = this.#clock.now();
    const line: ClockLine = { now: new Date(this.#sentAt).toISOString(), rate: this.#rate, ...fields };
    this.#sink?.write(`${JSON.stringify(line)}\n`);
  }
}
