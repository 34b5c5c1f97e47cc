import type { Body, Bus, Subjects, Subscription } from '@klockwork/bus';
import {
  type Activity,
  type Cancel,
  type Clock,
  type HostTimer,
  type LabTime,
  type Random,
  type StopSignal,
  StopSource,
} from '@klockwork/kernel';
import type { ServerNotice } from './messages.ts';

/** An api-server repeats that it is the one: a notice may be lost. After this, in ms of lab time, then after twice as long … */
const NOTICE_REPEAT_MS = 2_000;
/** … until this long after its start: nobody waits so long for the answer to a question, so none is left from before. */
const QUESTION_MS_MAX = 90_000;
const NOTICE_TIMER = { name: 'api-server-notice', upkeep: true } as const;

/** So long a question waits for an api-server that is away, in ms of the host's time: longer than it takes to start one. */
const AWAY_HOST_MS_MAX = 5_000;
/** One that was cut off from the bus for a moment says nothing when it is back: it is looked for so often meanwhile. */
const LOOK_HOST_MS = 50;

/**
 * Hears of the starts of api-servers. What was asked before the start of the one that answers now went to a process that is gone:
 * its answer will hardly come, and nobody need wait for the time-out. One of these serves all of a process.
 */
export class ServerStarts {
  readonly #host: HostTimer | undefined;
  readonly #activity: Activity;
  readonly #asking = new Set<StopSource>();
  readonly #waiting = new Set<() => void>();
  #server: string | undefined;

  /** `host`: where the api-server is started again when it ends, a question waits for it, and lab time with the question. */
  constructor(options: { bus: Bus; subjects: Subjects; activity: Activity; host?: HostTimer }) {
    this.#host = options.host;
    this.#activity = options.activity;
    options.bus.subscribe(options.subjects.server, ({ body }) => this.#heard(body as unknown as ServerNotice));
  }

  /** Gives `ask` a signal that stops when its answer is lost. */
  async watchOver<T>(ask: (lost: StopSignal) => Promise<T>): Promise<T> {
    const lost = new StopSource();
    this.#asking.add(lost);
    try {
      return await ask(lost);
    } finally {
      this.#asking.delete(lost);
    }
  }

  /**
   * A way to wait for the api-server, for one question that found nobody. Each call resolves with true when it is time to look again, and
   * with false when that question has waited long enough, or the host's time means nothing here. It holds while it waits.
   */
  patience(): () => Promise<boolean> {
    const host = this.#host;
    if (host === undefined) return async () => false;
    const until = host.now() + AWAY_HOST_MS_MAX;
    return async () => {
      if (host.now() >= until) return false;
      await this.#activity.track('api-server away', this.#nextLook(host));
      return true;
    };
  }

  #nextLook(host: HostTimer): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        this.#waiting.delete(wake);
        resolve();
      };
      const cancel = host.set(LOOK_HOST_MS, wake);
      this.#waiting.add(wake);
    });
  }

  #heard({ server }: ServerNotice): void {
    if (server === this.#server) return;
    this.#server = server;
    for (const lost of [...this.#asking]) lost.stop();
    for (const wake of [...this.#waiting]) wake();
  }
}

/** Announces the process that is the api-server from now on. Comes before it answers. */
export function announceServer(options: { bus: Bus; subjects: Subjects; clock: Clock; random: Random }): Subscription {
  const { bus, subjects, clock, random } = options;
  const notice: ServerNotice = { server: random.uuid() };
  const startedAt: LabTime = clock.now();
  let cancel: Cancel = () => {};
  const tell = (repeatMs: number) => {
    bus.publish(subjects.server, notice as unknown as Body);
    const next = clock.now() + repeatMs;
    if (next < startedAt + QUESTION_MS_MAX) cancel = clock.at(next, NOTICE_TIMER, () => tell(repeatMs * 2));
  };
  tell(NOTICE_REPEAT_MS);
  return { stop: () => cancel() };
}
