import { type Activity, type Cancel, nextWhole } from '@klockwork/kernel';
import { AppendRefusedError } from './append-refused-error.ts';
import { HeadsPublisher, type HeadsPublisherOptions } from './heads-publisher.ts';
import { type HintedKind, hintOf, metadataHintOf } from './hint.ts';
import { kindName } from './kind-name.ts';
import type { Revision } from './log-event.ts';
import type { WholeEvent } from './stored-event.ts';

/** The relay's position in the store. */
export const RELAY_CHECKPOINT = 'log-relay';
/** The checkpoint is saved at the next multiple of this, in ms of lab time: what was published since is repeated after a crash. */
const CHECKPOINT_PERIOD_MS = 60_000;
/** So many published events are not repeated whatever the time: then it is saved at once. */
const UNSAVED_MAX = 1_000;
const PAGE = 200;

/** What a relay connects. */
export interface LogRelayOptions extends HeadsPublisherOptions {
  readonly activity: Activity;
  /** All kinds, for those whose hints bring less than the object. */
  readonly kinds?: readonly HintedKind[];
}

/**
 * Publishes each committed event, in order, from a checkpoint: a crash repeats messages and never loses one. The heads of all kinds
 * follow, so that a reader that lost the last message of a kind learns of it.
 */
export class LogRelay {
  readonly #options: LogRelayOptions;
  /** Kinds whose hints bring the metadata alone. */
  readonly #byMetadata: ReadonlySet<string>;
  #published: Revision;
  #saved: Revision;
  #saving = false;
  #cancelSave: Cancel | undefined;
  #heads: HeadsPublisher | undefined;
  #stopListening: Cancel = () => {};

  /** Publishes what the last relay may not have published, then follows the journal. Resolves when it has caught up. */
  static async start(options: LogRelayOptions): Promise<LogRelay> {
    const relay = new LogRelay(options, await options.journal.checkpoint(RELAY_CHECKPOINT));
    await options.activity.track('log relay', relay.#catchUp());
    return relay;
  }

  private constructor(options: LogRelayOptions, checkpoint: Revision) {
    this.#options = options;
    this.#byMetadata = new Set(options.kinds?.filter(({ hint }) => hint === 'metadata').map(kindName));
    this.#published = checkpoint;
    this.#saved = checkpoint;
  }

  /** Newest revision that went to the bus. */
  get published(): Revision {
    return this.#published;
  }

  /** Publishes no more and saves the checkpoint. Comes before the store is closed. */
  async stop(): Promise<void> {
    this.#stopListening();
    this.#heads?.stop();
    this.#cancelSave?.();
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
    this.#stopListening = this.#options.journal.onCommitted(({ event, json }) => this.#publish(event, json));
    this.#heads = new HeadsPublisher(this.#options);
  }

  #publish(event: WholeEvent, json: string): void {
    const { bus, subjects } = this.#options;
    const hint = this.#byMetadata.has(kindName(event.key)) ? metadataHintOf(event) : hintOf(event, json);
    bus.publish(subjects.log({ ...event.key, type: event.type }), hint.body, hint.json);
    this.#published = event.revision;
    this.#saveLater();
  }

  /** Sets no timer while there is nothing to save: an idle cluster's clock has nothing to stop for. */
  #saveLater(): void {
    if (this.#published - this.#saved >= UNSAVED_MAX && !this.#saving) this.#saveNow();
    if (this.#cancelSave !== undefined) return;
    const { clock } = this.#options;
    this.#cancelSave = clock.at(nextWhole(CHECKPOINT_PERIOD_MS, clock.now()), { name: 'log-relay-checkpoint', upkeep: true }, () => {
      this.#cancelSave = undefined;
      this.#saveNow();
    });
  }

  #saveNow(): void {
    this.#saving = true;
    const over = () => {
      this.#saving = false;
    };
    // A save that failed has failed the journal, whose `failed` reports the error.
    this.#save().then(over, over);
  }

  async #save(): Promise<void> {
    const { journal, activity } = this.#options;
    const published = this.#published;
    if (published === this.#saved) return;
    // The connection sends in the turn after a publish: only what has left the process may be saved as published.
    await activity.turn();
    try {
      await journal.saveCheckpoint(RELAY_CHECKPOINT, published);
      this.#saved = published;
    } catch (error) {
      // Leaves the checkpoint to the next save. After a crash before it more events are published again.
      if (!(error instanceof AppendRefusedError)) throw error;
    }
  }
}
