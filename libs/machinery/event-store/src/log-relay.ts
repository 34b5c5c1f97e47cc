import type { Bus, Subjects } from '@klockwork/bus';
import type { Activity, Cancel, Clock } from '@klockwork/kernel';
import { hintOf } from './hint.ts';
import type { Journal } from './journal.ts';
import type { Revision } from './log-event.ts';
import { everyPeriod } from './periodic.ts';
import type { WholeEvent } from './stored-event.ts';

/** The relay's position in the store. */
export const RELAY_CHECKPOINT = 'log-relay';
/** How long a published event may be unsaved in the checkpoint, in ms of lab time: so much is repeated after a crash. */
const CHECKPOINT_DELAY_MS = 1_000;
/** How often the heads of all kinds are published, in ms of lab time. */
const HEADS_PERIOD_MS = 2_000;
const PAGE = 200;

/** What a relay connects. */
export interface LogRelayOptions {
  readonly journal: Journal;
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly activity: Activity;
}

/**
 * Publishes each committed event, in order, from a checkpoint: a crash repeats messages and never loses one. Now and then it publishes
 * the heads of all kinds, so that a reader that lost the last message of a kind learns of it.
 */
export class LogRelay {
  readonly #options: LogRelayOptions;
  #published: Revision;
  #saved: Revision;
  #saving = false;
  #cancels: Cancel[] = [];
  #cancelSave: Cancel = () => {};

  /** Publishes what the last relay may not have published, then follows the journal. Resolves when it has caught up. */
  static async start(options: LogRelayOptions): Promise<LogRelay> {
    const relay = new LogRelay(options, await options.journal.checkpoint(RELAY_CHECKPOINT));
    await options.activity.track('log relay', relay.#catchUp());
    return relay;
  }

  private constructor(options: LogRelayOptions, checkpoint: Revision) {
    this.#options = options;
    this.#published = checkpoint;
    this.#saved = checkpoint;
  }

  /** Newest revision that went to the bus. */
  get published(): Revision {
    return this.#published;
  }

  /** Publishes no more and saves the checkpoint. Comes before the store is closed. */
  async stop(): Promise<void> {
    for (const cancel of this.#cancels.splice(0)) cancel();
    this.#cancelSave();
    await this.#save();
  }

  async #catchUp(): Promise<void> {
    const { journal, activity } = this.#options;
    while (this.#published < journal.state.revision) {
      const { events, head } = await journal.read({ after: this.#published, limit: PAGE });
      for (const event of events) this.#publish(event, JSON.stringify(event.object));
      // Retention may have removed all that was left to publish.
      if (events.length === 0) this.#published = head;
      await activity.turn();
    }
    // In the same turn as the last look at the head: no event can come between.
    this.#follow();
  }

  #follow(): void {
    const { journal, clock } = this.#options;
    this.#cancels = [
      journal.onCommitted(({ event, json }) => this.#publish(event, json)),
      everyPeriod(clock, HEADS_PERIOD_MS, 'log-heads', () => this.#publishHeads()),
    ];
    this.#publishHeads();
  }

  #publish(event: WholeEvent, json: string): void {
    const { bus, subjects } = this.#options;
    bus.publish(subjects.log({ ...event.key, type: event.type }), hintOf(event, json));
    this.#published = event.revision;
    this.#saveLater();
  }

  #publishHeads(): void {
    const { bus, subjects, journal } = this.#options;
    bus.publish(subjects.heads, journal.state.heads());
  }

  /** Sets no timer while there is nothing to save: an idle cluster's clock has nothing to stop for. */
  #saveLater(): void {
    if (this.#saving) return;
    this.#saving = true;
    const timer = { name: 'log-relay-checkpoint', upkeep: true } as const;
    this.#cancelSave = this.#options.clock.after(CHECKPOINT_DELAY_MS, timer, () => {
      this.#saving = false;
      // A save that failed has failed the journal, whose `failed` tells of it.
      this.#save().catch(() => {});
    });
  }

  async #save(): Promise<void> {
    const { journal, activity } = this.#options;
    const published = this.#published;
    if (published === this.#saved) return;
    // The connection sends in the turn after a publish: only what has left the process may be saved as published.
    await activity.turn();
    await journal.saveCheckpoint(RELAY_CHECKPOINT, published);
    this.#saved = published;
  }
}
