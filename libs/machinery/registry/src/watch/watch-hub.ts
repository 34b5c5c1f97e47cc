import type { Committed, Journal } from '@klockwork/event-store';
import { ApiError, type Cancel, type Clock, nextWhole } from '@klockwork/kernel';
import type { KindDefinition } from '@klockwork/resources';
import type { Subscriber } from './audience.ts';
import { Audiences } from './audiences.ts';
import { readBacklog } from './backlog.ts';
import { transition } from './transition.ts';
import type { Watcher, WatchOptions } from './watcher.ts';

/** How often a watcher that asked for bookmarks is told how far it is, in ms of lab time: at every whole minute, all at once. */
const BOOKMARK_PERIOD_MS = 60_000;
const BOOKMARK_TIMER = { name: 'watch-bookmark', upkeep: true } as const;

/**
 * Tells watchers what is committed, each event once and in order, by kind. A watch that begins in the past is fed from the journal's
 * memory, or from the store until it has caught up with that memory.
 */
export class WatchHub {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #audiences = new Audiences();
  readonly #stopListening: Cancel;
  #stopBookmarks: Cancel | undefined;

  constructor({ journal, clock }: { journal: Journal; clock: Clock }) {
    this.#journal = journal;
    this.#clock = clock;
    this.#stopListening = journal.onCommitted((committed) => this.#publish(committed));
  }

  /** Opens a watch. Its first events may come before this returns. */
  watch(kind: KindDefinition, options: WatchOptions, watcher: Watcher): { stop(): void } {
    const { start } = options;
    const seen = start.from === 'state' ? this.#journal.state.revision : start.revision;
    const subscriber: Subscriber = { ...options, kind, watcher, seen, live: start.from === 'state' };
    this.#audiences.add(subscriber);
    if (options.bookmarks) this.#scheduleBookmarks();
    if (start.from === 'state') this.#deliverState(subscriber, start.marked);
    else if (!this.#goLive(subscriber)) this.#catchUp(subscriber);
    return { stop: () => this.#audiences.delete(subscriber) };
  }

  /** How many watches are open. */
  get size(): number {
    return this.#audiences.all().length;
  }

  close(): void {
    this.#stopListening();
    this.#stopBookmarks?.();
    this.#audiences.clear();
  }

  #publish(committed: Committed): void {
    for (const audience of this.#audiences.of(committed.event.key).values()) audience.tell(committed);
  }

  #deliverAll(subscriber: Subscriber, changes: readonly Committed[]): void {
    for (const committed of changes) if (this.#audiences.has(subscriber)) this.#deliver(subscriber, committed);
  }

  #deliver(subscriber: Subscriber, committed: Committed): void {
    const { revision } = committed.event;
    if (revision <= subscriber.seen) return;
    subscriber.seen = revision;
    const event = transition(subscriber.selection, committed);
    if (event !== undefined) subscriber.watcher.event(event);
  }

  #deliverState(subscriber: Subscriber, marked: boolean): void {
    const { kind, selection, watcher, seen } = subscriber;
    const { namespace } = selection;
    for (const { object, json, revision } of this.#journal.state.list({ ...kind, ...(namespace !== undefined && { namespace }) })) {
      if (selection.matches(object)) watcher.event({ type: 'ADDED', revision, object, json });
    }
    if (marked) watcher.bookmark(seen, true);
  }

  /** Delivers what the journal remembers and lets the subscriber have what comes; false when memory does not reach back that far. */
  #goLive(subscriber: Subscriber): boolean {
    const recent = this.#journal.recent({ after: subscriber.seen, kind: subscriber.kind });
    if (recent === undefined) return false;
    subscriber.live = true;
    this.#deliverAll(subscriber, recent);
    return true;
  }

  #catchUp(subscriber: Subscriber): void {
    this.#readOn(subscriber).catch((error: unknown) => {
      if (!this.#audiences.delete(subscriber)) return;
      if (!(error instanceof ApiError)) throw error;
      subscriber.watcher.failed(error);
    });
  }

  async #readOn(subscriber: Subscriber): Promise<void> {
    const { kind, selection } = subscriber;
    while (this.#audiences.has(subscriber) && !this.#goLive(subscriber)) {
      const { changes, through } = await readBacklog(this.#journal, kind, subscriber.seen, selection);
      this.#deliverAll(subscriber, changes);
      subscriber.seen = Math.max(subscriber.seen, through);
    }
  }

  #scheduleBookmarks(): void {
    this.#stopBookmarks ??= this.#clock.at(nextWhole(BOOKMARK_PERIOD_MS, this.#clock.now()), BOOKMARK_TIMER, () => {
      this.#stopBookmarks = undefined;
      const waiting = this.#audiences.all().filter(({ bookmarks }) => bookmarks);
      if (waiting.length > 0) this.#scheduleBookmarks();
      for (const subscriber of waiting) this.#bookmark(subscriber);
    });
  }

  #bookmark(subscriber: Subscriber): void {
    if (!subscriber.live) return;
    const revision = Math.max(subscriber.seen, this.#journal.state.revision);
    subscriber.watcher.bookmark(revision, false);
  }
}
