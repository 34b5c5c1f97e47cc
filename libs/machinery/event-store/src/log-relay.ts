import { type Activity, type Cancel, nextWhole } from '@klockwork/kernel';
import { AppendRefusedError } from './append-refused-error.ts';
import { HeadsPublisher, type HeadsPublisherOptions } from './heads-publisher.ts';
import { type HintedKind, hintOf, metadataHintOf } from './hint.ts';
import { kindName } from './kind-name.ts';
import type { Revision } from './revision.ts';
import { HINT_ROUTE } from './routes.ts';
import type { WholeEvent } from './stored-event.ts';

/** Name of the relay's position in the store. */
export const RELAY_CHECKPOINT = 'log-relay';
/** The checkpoint is saved at the next multiple of this, in ms of lab time; a crash repeats events published since. */
const CHECKPOINT_PERIOD_MS = 60_000;
/** Maximum number of published events before an immediate save. */
const UNSAVED_MAX = 1_000;
const PAGE = 200;

/** Dependencies of a relay. */
export interface LogRelayOptions extends HeadsPublisherOptions {
  readonly activity: Activity;
  /** All kinds, to find those with metadata hints. */
  readonly kinds?: readonly HintedKind[];
  /** True while no reader can have a cache: events then have no hints. */
  readonly hasNoReaders?: () => boolean;
}

/**
 * Publishes each committed event in order, starting at a checkpoint: a crash repeats hints, but loses none. Heads of all kinds follow, so
 * that a reader detects a lost last hint.
 */
export class LogRelay {
  readonly #options: LogRelayOptions;
  /** Kinds with metadata hints. */
  readonly #byMetadata: ReadonlySet<string>;
  #published: Revision;
  #saved: Revision;
  #saving = false;
  #cancelSave: Cancel | undefined;
  #heads: HeadsPublisher | undefined;
  #stopListening: Cancel = () => {};

  /** Publishes possibly unpublished events of the previous relay, then follows the journal. Resolves after catching up. */
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

  /** Newest published revision. */
  get published(): Revision {
    return this.#published;
  }

  /** Publishes the heads of all kinds at once, for a reconnected reader. */
  publishHeads(): void {
    this.#heads?.publishNow();
  }

  /** Stops publishing and saves the checkpoint. Must precede the close of the store. */
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
      // Retention may have removed all unpublished events.
      if (events.length === 0) this.#published = head;
      await activity.turn();
    }
    // Same turn as the last read of the head: no event can occur in between.
    this.#follow();
  }

  #follow(): void {
    this.#stopListening = this.#options.journal.onCommitted(({ event, json }) => this.#publish(event, json));
    this.#heads = new HeadsPublisher(this.#options);
  }

  #publish(event: WholeEvent, json: string): void {
    if (this.#options.hasNoReaders?.() !== true) this.#sendHint(event, json);
    this.#published = event.revision;
    this.#saveLater();
  }

  #sendHint(event: WholeEvent, json: string): void {
    const { bus, subjects } = this.#options;
    const hint = this.#byMetadata.has(kindName(event.key)) ? metadataHintOf(event) : hintOf(event, json);
    bus.publish(subjects.log(HINT_ROUTE, { ...event.key, type: event.type }), hint.body, hint.json);
  }

  /** Sets no timer without unsaved progress: an idle cluster's clock need not stop for it. */
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
    // A failed save fails the journal, whose `failed` reports the error.
    this.#save().then(over, over);
  }

  async #save(): Promise<void> {
    const { journal, activity } = this.#options;
    const published = this.#published;
    if (published === this.#saved) return;
    // The connection sends in the turn after a publish: only sent events count as published.
    await activity.turn();
    try {
      await journal.saveCheckpoint(RELAY_CHECKPOINT, published);
      this.#saved = published;
    } catch (error) {
      // The next save retries. A crash before it repeats more events.
      if (!(error instanceof AppendRefusedError)) throw error;
    }
  }
}
