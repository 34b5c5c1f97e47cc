import type { Bus, Subjects, Subscription } from '@klockwork/bus';
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
import { SERVER_ROUTE } from './routes.ts';

/** First interval of repeated announcements, which may be lost, in ms of lab time; doubled each time … */
const NOTICE_REPEAT_MS = 2_000;
/** … up to this time after the start, in ms: no earlier request waits longer for its answer. */
const QUESTION_MS_MAX = 90_000;
const NOTICE_TIMER = { name: 'api-server-notice', upkeep: true } as const;

/** Maximum wait for a missing api-server, in ms of host time: longer than a start takes. */
const AWAY_HOST_MS_MAX = 5_000;
/** Poll interval in ms of host time: an api-server that reconnects does not announce itself. */
const LOOK_HOST_MS = 50;

/**
 * Tracks starts of api-servers. Requests from before the present start went to a dead process: their answers are lost, and callers need not
 * await the time-out. Shared by all requests of a process.
 */
export class ServerStarts {
  readonly #host: HostTimer | undefined;
  readonly #activity: Activity;
  readonly #asking = new Set<StopSource>();
  /** Unserved requests, oldest first. */
  readonly #waiting = new Set<() => void>();
  #cancelLook: Cancel | undefined;
  #server: string | undefined;

  /** `host`: makes requests wait for a supervised api-server, with a hold on lab time. */
  constructor(options: { bus: Bus; subjects: Subjects; activity: Activity; host?: HostTimer }) {
    this.#host = options.host;
    this.#activity = options.activity;
    options.bus.subscribe(options.subjects.at(SERVER_ROUTE), ({ body }) => this.#heard(body));
  }

  /** Calls `ask` with a signal that stops once its answer is lost. `limit`: host time after which it counts as lost. */
  async watchOver<T>(ask: (lostSignal: StopSignal) => Promise<T>, limit?: { readonly host: HostTimer; readonly ms: number }): Promise<T> {
    const lostStop = new StopSource();
    this.#asking.add(lostStop);
    const cancelLimit = limit?.host.set(limit.ms, () => lostStop.stop());
    try {
      const answer = await ask(lostStop);
      if (this.#waiting.size > 0) this.#wakeAll();
      return answer;
    } finally {
      cancelLimit?.();
      this.#asking.delete(lostStop);
    }
  }

  /**
   * Returns a wait for the api-server, for one unserved request. Each call resolves with true to try again, and with false after the
   * maximum wait, or without host time. Waits are held. The oldest request tries first, and its answer ends all waits.
   */
  patience(): () => Promise<boolean> {
    const host = this.#host;
    if (host === undefined) return async () => false;
    const until = host.now() + AWAY_HOST_MS_MAX;
    return async () => {
      if (host.now() >= until) {
        this.#wakeAll();
        return false;
      }
      await this.#activity.track('api-server away', this.#nextLook(host));
      return true;
    };
  }

  #nextLook(host: HostTimer): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      this.#cancelLook ??= host.set(LOOK_HOST_MS, () => this.#wakeOldest(host));
    });
  }

  #wakeOldest(host: HostTimer): void {
    const [oldest] = this.#waiting;
    if (oldest !== undefined) this.#waiting.delete(oldest);
    this.#cancelLook = this.#waiting.size > 0 ? host.set(LOOK_HOST_MS, () => this.#wakeOldest(host)) : undefined;
    oldest?.();
  }

  #wakeAll(): void {
    this.#cancelLook?.();
    this.#cancelLook = undefined;
    const wokenWaiters = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of wokenWaiters) wake();
  }

  #heard({ server }: ServerNotice): void {
    if (server === this.#server) return;
    this.#server = server;
    for (const lostStop of [...this.#asking]) lostStop.stop();
    this.#wakeAll();
  }
}

/** Announces this process as the api-server. Must precede its first answer. */
export function announceServer(options: { bus: Bus; subjects: Subjects; clock: Clock; random: Random }): Subscription {
  const { bus, subjects, clock, random } = options;
  const notice: ServerNotice = { server: random.uuid() };
  const startedAt: LabTime = clock.now();
  let cancel: Cancel = () => {};
  const announce = (repeatMs: number) => {
    bus.publish(subjects.at(SERVER_ROUTE), notice);
    const next = clock.now() + repeatMs;
    if (next < startedAt + QUESTION_MS_MAX) cancel = clock.at(next, NOTICE_TIMER, () => announce(repeatMs * 2));
  };
  announce(NOTICE_REPEAT_MS);
  return { stop: () => cancel() };
}
