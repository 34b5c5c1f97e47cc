import type { CommittedEvent, Journal, LiveObject, Revision } from '@klockwork/event-store';
import { ApiError, type Cancel, type Clock, nextWhole } from '@klockwork/kernel';
import type { KindDefinition, KubeObject } from '@klockwork/resources';
import type { Selection } from '../read/selection.ts';
import { readBacklog } from './backlog.ts';
import { transition } from './transition.ts';
import type { WatchEvent } from './watch-event.ts';
import type { Subscriber } from './watch-group.ts';
import { WatchGroups } from './watch-groups.ts';
import type { Watcher, WatchOptions } from './watcher.ts';

/** Bookmark period in ms of lab time: the next whole minute after an event or a new watch, for all watchers together. */
const BOOKMARK_PERIOD_MS = 60_000;
const BOOKMARK_TIMER = { name: 'watch-bookmark', upkeep: true } as const;

/** Max number of watchers that hold a part of the past beyond the journal's memory. */
const BEHIND_MAX = 32;

/**
 * Delivers committed events to watchers, each once and in order, per kind. A watch from the past reads the journal's memory, or the store
 * until it reaches that memory.
 */
export class WatchHub {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #audiences = new WatchGroups();
  readonly #stopListening: Cancel;
  /** Watchers with untaken past events, longest wait first. */
  readonly #behind = new Set<Subscriber>();
  #stopBookmarks: Cancel | undefined;
  /** True while an open watch wants bookmarks. */
  #bookmarks = false;

  constructor({ journal, clock }: { journal: Journal; clock: Clock }) {
    this.#journal = journal;
    this.#clock = clock;
    this.#stopListening = journal.onCommitted((event) => this.#publish(event));
  }

  /** Opens a watch. First events may arrive before the return. */
  watch(kind: KindDefinition, options: WatchOptions, watcher: Watcher): { stop(): void } {
    const { start } = options;
    const revision = start.type === 'state' ? this.#journal.state.revision : start.revision;
    const subscriber: Subscriber = { ...options, kind, watcher, seen: revision, live: start.type === 'state' };
    this.#audiences.add(subscriber);
    if (options.bookmarks) {
      this.#bookmarks = true;
      this.#scheduleBookmarks();
    }
    if (start.type === 'state') this.#deliverState(subscriber, start.marked);
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

  #publish(event: CommittedEvent): void {
    if (this.#bookmarks) this.#scheduleBookmarks();
    for (const audience of this.#audiences.of(event.event.key).values()) audience.tell(event);
  }

  #deliverAll(subscriber: Subscriber, changes: readonly CommittedEvent[]): void {
    for (const event of changes) if (this.#audiences.has(subscriber)) this.#deliver(subscriber, event);
  }

  #deliver(subscriber: Subscriber, committedEvent: CommittedEvent): void {
    const { revision } = committedEvent.event;
    if (revision <= subscriber.seen) return;
    subscriber.seen = revision;
    const event = transition(subscriber.selection, committedEvent);
    if (event !== undefined) subscriber.watcher.event(event);
  }

  #deliverState(subscriber: Subscriber, marked: boolean): void {
    const { kind, selection, watcher, seen } = subscriber;
    const { group, resource } = kind;
    const { namespace } = selection;
    watcher.initial(added(this.#journal.state.all({ group, resource, ...(namespace !== undefined && { namespace }) }), selection));
    if (marked) watcher.bookmark(seen, true);
  }

  /** Delivers remembered events and joins the live ones; false if the journal's memory is too short. */
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
      await this.#taken(subscriber);
    }
  }

  /**
   * Waits until a watcher took a part of the past. Each waiting watcher holds a part in memory; beyond the limit the longest-waiting one is
   * cut off.
   */
  async #taken(subscriber: Subscriber): Promise<void> {
    this.#behind.add(subscriber);
    const [longest] = this.#behind;
    if (this.#behind.size > BEHIND_MAX && longest !== undefined) this.#cutOff(longest);
    await subscriber.watcher.drained();
    this.#behind.delete(subscriber);
  }

  #cutOff(subscriber: Subscriber): void {
    this.#behind.delete(subscriber);
    if (this.#audiences.delete(subscriber)) subscriber.watcher.cutOff();
  }

  #scheduleBookmarks(): void {
    this.#stopBookmarks ??= this.#clock.at(nextWhole(BOOKMARK_PERIOD_MS, this.#clock.now()), BOOKMARK_TIMER, () => {
      this.#stopBookmarks = undefined;
      const waiting = this.#audiences.all().filter(({ bookmarks }) => bookmarks);
      this.#bookmarks = waiting.length > 0;
      for (const subscriber of waiting) this.#bookmark(subscriber);
    });
  }

  #bookmark(subscriber: Subscriber): void {
    if (!subscriber.live) return;
    const revision = Math.max(subscriber.seen, this.#journal.state.revision);
    subscriber.watcher.bookmark(revision, false);
  }
}

/** Yields the selected objects as ADDED events. Only events whose value is read are parsed: most watches need the text alone. */
function added(objects: readonly LiveObject[], selection: Selection): Iterable<WatchEvent> {
  return {
    *[Symbol.iterator]() {
      for (const live of objects) if (selection.everything || selection.matches(live.passing)) yield new InitialEvent(live);
    },
  };
}

/** Event of a present object. An object literal would be worse: V8 allocates frequent ones among the long-lived objects. */
class InitialEvent implements WatchEvent {
  readonly type = 'ADDED';
  readonly revision: Revision;
  readonly json: string;
  readonly #live: LiveObject;

  constructor(live: LiveObject) {
    this.revision = live.revision;
    this.json = live.json;
    this.#live = live;
  }

  get object(): KubeObject {
    return this.#live.passing;
  }
}
