import { isDeepStrictEqual } from 'node:util';
import { DamagedLogError, Journal, kindName, type StoredEvent } from '@klockwork/event-store';
import { CountingActivity, ManualClock } from '@klockwork/kernel';
import { EventStoreOpenError, SqliteEventStore } from '@klockwork/sqlite-event-store';
import type { SoundLog } from './sound-logs.ts';

/**
 * Verdict on a copy. `refused`: its start, or a read, rejected with the damage. `reported`: its start logged the loss.
 * `unharmed`: all reads returned what was written. `wrong`: a read returned something else without an error.
 */
export interface Verdict {
  readonly type: 'refused' | 'reported' | 'unharmed' | 'wrong';
  /** Description of the wrong answer. */
  readonly what?: string;
}

const PAGE_EVENTS = 50;

/** Opens the log at `path`, reads it in all ways, appends, and reads again. Compares all results with those of the sound log. */
export async function judgeCopy(path: string, sound: SoundLog, later?: SoundLog): Promise<Verdict> {
  const verdict = await judgeAgainst(path, sound);
  return verdict === 'goes-on' ? judgeLater(path, later) : verdict;
}

/** A log with additional events is correct if equal to its later state. */
async function judgeLater(path: string, later: SoundLog | undefined): Promise<Verdict> {
  const verdict = later === undefined ? 'goes-on' : await judgeAgainst(path, later);
  return verdict === 'goes-on' ? { type: 'wrong', what: 'it has events that were never written' } : verdict;
}

async function judgeAgainst(path: string, sound: SoundLog): Promise<Verdict | 'goes-on'> {
  const first = await judgeOpening(path, sound, { appends: true, isReported: false });
  if (first === 'goes-on' || first.type === 'wrong' || first.type === 'refused') return first;
  const isReported = first.type === 'reported';
  const again = await judgeOpening(path, { ...sound, ...first.appended }, { appends: false, isReported });
  return again !== 'goes-on' && again.type === 'wrong' ? { type: 'wrong', what: `after an append: ${again.what}` } : first;
}

type Opening = Verdict & { readonly appended?: Pick<SoundLog, 'events'> };

/** `isReported`: the start reported a loss. */
type OpeningOptions = { readonly appends: boolean; readonly isReported: boolean };

async function judgeOpening(path: string, sound: SoundLog, { appends, isReported }: OpeningOptions): Promise<Opening | 'goes-on'> {
  let store: SqliteEventStore | undefined;
  try {
    store = await SqliteEventStore.open({ path });
    return await new CopyReading(store, sound, isReported || store.notices.length > 0).judge(appends);
  } catch (error) {
    if (error instanceof DamagedLogError || error instanceof EventStoreOpenError) return { type: 'refused' };
    return { type: 'wrong', what: `an error that names no remedy: ${(error as Error).stack}` };
  } finally {
    await store?.close();
  }
}

class WrongAnswer extends Error {}

class CopyReading {
  readonly #store: SqliteEventStore;
  readonly #sound: SoundLog;
  readonly #isReported: boolean;
  #isRefused = false;
  #events: readonly StoredEvent[] = [];

  constructor(store: SqliteEventStore, sound: SoundLog, isReported: boolean) {
    this.#store = store;
    this.#sound = sound;
    this.#isReported = isReported;
  }

  async judge(appends: boolean): Promise<Opening | 'goes-on'> {
    try {
      const { revision } = await this.#store.head();
      if (revision > this.#sound.events.length) return 'goes-on';
      if (!this.#isReported && revision !== this.#sound.events.length)
        throw new WrongAnswer(`the log ends at ${revision} and not at ${this.#sound.events.length}`);
      this.#events = this.#sound.events.slice(0, revision);
      await this.#readAll();
      const appended = appends ? await this.#append(revision + 1) : undefined;
      const type = this.#isRefused ? 'refused' : this.#isReported ? 'reported' : 'unharmed';
      return { type, ...(appended && { appended }) };
    } catch (error) {
      if (error instanceof WrongAnswer) return { type: 'wrong', what: error.message };
      throw error;
    }
  }

  async #readAll(): Promise<void> {
    await this.#try(() => this.#readPages({}));
    await this.#try(() => this.#readPages({ from: Math.floor(this.#events.length / 2) }));
    const kinds = new Map(this.#events.map(({ key }) => [kindName(key), { group: key.group, resource: key.resource }]));
    for (const kind of kinds.values()) await this.#try(() => this.#readPages({ kind }));
    const keys = new Map(this.#events.map(({ key }) => [JSON.stringify(key), key]));
    for (const key of [...keys.values()].slice(0, 6)) await this.#try(() => this.#readPages({ key, from: 20 }));
    await this.#try(() => this.#readState());
    await this.#try(() => this.#readPositions());
  }

  async #readPages({ from = 0, kind, key }: { from?: number; kind?: { group: string; resource: string }; key?: StoredEvent['key'] }) {
    const isAsked = ({ key: of }: StoredEvent) =>
      key !== undefined ? isDeepStrictEqual(of, key) : kind === undefined || kindName(of) === kindName(kind);
    const matches = this.#events.filter((event) => event.revision > from && isAsked(event));
    const read: StoredEvent[] = [];
    for (let after = from, count = PAGE_EVENTS; count === PAGE_EVENTS; ) {
      const page = await this.#store.readAfter({ after, limit: PAGE_EVENTS, ...(kind && { kind }), ...(key && { key }) });
      read.push(...page);
      count = page.length;
      after = page.at(-1)?.revision ?? after;
    }
    this.#compare(read, matches, `events after ${from} of ${JSON.stringify(key ?? kind ?? 'all')}`);
  }

  /** All unpruned events must exist and equal the written ones. Pruned events may reappear from an older page: they were valid. */
  #compare(read: readonly StoredEvent[], events: readonly StoredEvent[], what: string): void {
    const revisions = new Set(read.map(({ revision }) => revision));
    const expectedEvents = events.filter(({ revision }) => !this.#sound.pruned.has(revision) || revisions.has(revision));
    if (!isDeepStrictEqual(read, expectedEvents)) throw new WrongAnswer(`${what}: ${difference(read, expectedEvents)}`);
  }

  async #readState(): Promise<void> {
    const clock = new ManualClock(0);
    const activity = new CountingActivity((then) => setImmediate(then));
    const { state } = await Journal.open({ store: this.#store, clock, activity });
    const live = new Map<string, StoredEvent>();
    for (const event of this.#events) {
      if (event.change === 'deleted') live.delete(JSON.stringify(event.key));
      else live.set(JSON.stringify(event.key), event);
    }
    for (const event of live.values()) {
      const live = state.get(event.key);
      if (live?.json !== event.objectJson) throw new WrongAnswer(`the state of ${JSON.stringify(event.key)} at revision ${state.revision}`);
    }
    const kinds = new Map(this.#events.map(({ key }) => [kindName(key), key]));
    const count = [...kinds.values()].reduce((sum, { group, resource }) => sum + state.count({ group, resource }), 0);
    if (count !== live.size) throw new WrongAnswer(`${count} objects live, and not ${live.size}`);
  }

  /** Older positions are harmless: pruning and publishing resume there. Missing events must be marked as pruned. */
  async #readPositions(): Promise<void> {
    const pruned = await this.#store.prunedThrough();
    const revisions = new Set((await this.#store.readAfter({ after: 0, limit: this.#events.length })).map(({ revision }) => revision));
    const missing = this.#events.filter(({ revision }) => !revisions.has(revision));
    const isTold = missing.every(({ key, revision }) => revision <= (pruned[kindName(key)] ?? 0));
    const isTrue = Object.entries(pruned).every(([kind, through]) => through <= (this.#sound.prunedThrough[kind] ?? 0));
    if (!isTold || !isTrue) throw new WrongAnswer(`pruned through ${JSON.stringify(pruned)}`);
    const checkpoint = await this.#store.checkpoint('log-relay');
    if (checkpoint > this.#sound.checkpoint) throw new WrongAnswer(`checkpoint ${checkpoint}`);
  }

  async #append(revision: number): Promise<Pick<SoundLog, 'events'> | undefined> {
    const key = { group: '', resource: 'pods', namespace: 'default', name: 'appended' };
    const event = { ...(this.#sound.events[0] as StoredEvent), key, revision, previousRevision: 0, uid: 'appended' };
    let events: readonly StoredEvent[] | undefined;
    await this.#try(async () => {
      await this.#store.append([event]);
      events = [...this.#events, event];
    });
    return events && { events };
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof DamagedLogError)) throw error;
      this.#isRefused = true;
    }
  }
}

function difference(read: readonly StoredEvent[], expectedEvents: readonly StoredEvent[]): string {
  const index = expectedEvents.findIndex((event, place) => !isDeepStrictEqual(event, read[place]));
  return `${read.length} and not ${expectedEvents.length}; first at ${index}: ${JSON.stringify(read[index])?.slice(0, 200)}, not ${JSON.stringify(expectedEvents[index])?.slice(0, 200)}`;
}
