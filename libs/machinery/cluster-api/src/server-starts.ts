import type { Body, Bus, Subjects, Subscription } from '@klockwork/bus';
import { type Cancel, type Clock, type LabTime, type StopSignal, StopSource } from '@klockwork/kernel';
import type { ServerNotice } from './messages.ts';

/** An api-server repeats since when it answers, as a notice may be lost: after this, in ms of lab time, then after twice as long … */
const NOTICE_REPEAT_MS = 2_000;
/** … until this long after its start: nobody waits so long for the answer to a question, so none is left from before. */
const QUESTION_MS_MAX = 90_000;
const NOTICE_TIMER = { name: 'api-server-notice', upkeep: true } as const;

/** A question on its way. */
interface Asking {
  readonly askedAt: LabTime;
  readonly lost: StopSource;
}

/**
 * Hears of the starts of api-servers. A question asked before the start of the one that answers now went to a process that is gone:
 * its answer will never come, and nobody need wait for the time-out. One of these serves all of a process.
 */
export class ServerStarts {
  readonly #clock: Clock;
  readonly #asking = new Set<Asking>();

  constructor(options: { bus: Bus; subjects: Subjects; clock: Clock }) {
    this.#clock = options.clock;
    options.bus.subscribe(options.subjects.server, ({ body }) => this.#heard(body as unknown as ServerNotice));
  }

  /** Gives `ask` a signal that stops when its answer is lost. */
  async watchOver<T>(ask: (lost: StopSignal) => Promise<T>): Promise<T> {
    const asking = { askedAt: this.#clock.now(), lost: new StopSource() };
    this.#asking.add(asking);
    try {
      return await ask(asking.lost);
    } finally {
      this.#asking.delete(asking);
    }
  }

  // What was asked in the instant of the start may have reached the new server: that is left to its time-out.
  #heard({ startedAt }: ServerNotice): void {
    for (const { askedAt, lost } of [...this.#asking]) if (askedAt < startedAt) lost.stop();
  }
}

/** Tells all that an api-server answers from now on. Comes before it does. */
export function announceServer({ bus, subjects, clock }: { bus: Bus; subjects: Subjects; clock: Clock }): Subscription {
  const startedAt = clock.now();
  const notice: ServerNotice = { startedAt };
  let cancel: Cancel = () => {};
  const tell = (repeatMs: number) => {
    bus.publish(subjects.server, notice as unknown as Body);
    const next = clock.now() + repeatMs;
    if (next < startedAt + QUESTION_MS_MAX) cancel = clock.at(next, NOTICE_TIMER, () => tell(repeatMs * 2));
  };
  tell(NOTICE_REPEAT_MS);
  return { stop: () => cancel() };
}
