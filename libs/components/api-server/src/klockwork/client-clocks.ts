import { statusErrors } from '@klockwork/api-machinery';
import type { Journal } from '@klockwork/event-store';
import type { ByteSink } from '@klockwork/http-api';
import type { Cancel, Clock, StopSignal } from '@klockwork/kernel';
import { ClientClock, type ClientDeadline } from './client-clock.ts';
import { isClock, labClock } from './write-clock.ts';

/** Max number of programs that follow the clock at one time. */
const CLIENTS_MAX = 100;

/** Answer of a program to a fired timer: lab time waits for it. */
export interface OpenStream {
  /** Returns a new wait after a fired timer; otherwise undefined. */
  awaits(): Promise<void> | undefined;
  start(sink: ByteSink): void;
}

/**
 * Programs outside the lab that follow its clock. Each has one open stream of times and one next deadline, which is a timer of the lab. The
 * stream is the lease: the timer ends with the connection, so that a dead program cannot delay time.
 */
export class ClientClocks {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #clients = new Map<string, ClientClock>();

  constructor({ journal, clock }: { readonly journal: Journal; readonly clock: Clock }) {
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Opens the stream of a program; a second stream of the name ends the first. Throws TooManyRequests. */
  follow(name: string, stop: StopSignal): OpenStream {
    if (!this.#clients.has(name) && this.#clients.size >= CLIENTS_MAX)
      throw statusErrors.tooManyRequests(`${CLIENTS_MAX} clients follow the clock: close one first`);
    this.#clients.get(name)?.end();
    const client = new ClientClock(name, this.#clock);
    this.#clients.set(name, client);
    const end = () => {
      client.end();
      if (this.#clients.get(name) === client) this.#clients.delete(name);
    };
    return {
      awaits: () => client.awaits(),
      start: (sink) => {
        client.start(sink, this.#rate);
        client.onEnd(this.#listen(client));
        client.onEnd(stop.onStop(end));
      },
    };
  }

  /** Sets the next deadline of a program, which also answers its fired timer. Throws NotFound without an open stream. */
  setDeadline(name: string, deadline: ClientDeadline): void {
    const client = this.#clients.get(name);
    if (client === undefined)
      throw statusErrors.notFoundMessage(`no client ${JSON.stringify(name)} follows the clock: open its stream first`);
    client.setDeadline(deadline);
  }

  /** Sends the time of each event while time does not follow the host: a client that sees the event then knows its time. */
  #listen(client: ClientClock): Cancel {
    return this.#journal.onCommitted(({ event }) => {
      if (isClock(event)) client.sendRate(this.#rate);
      else client.sendTime();
    });
  }

  /** Lab seconds per host second; 0 while paused or in an advance. */
  get #rate(): number {
    const clock = labClock(this.#journal);
    return clock?.status?.mode === undefined || clock.status.mode === 'Running' ? (clock?.status?.rate ?? clock?.spec?.rate ?? 1) : 0;
  }
}
