import { Worker } from 'node:worker_threads';
import type { EventStore, RetentionRule, Revision, Snapshot, StoredEvent } from '@klockwork/event-store';
import type { LabTime } from '@klockwork/kernel';
import { valuesOf } from './event-row.ts';
import { type Call, errorOf, type Method, type Outcome, type ThreadMethods, withoutText } from './thread-messages.ts';

/** The thread's file lies beside this one: as source, compiled, or packed. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const THREAD = new URL(FROM_SOURCE ? './log-thread.ts' : './log-thread.js', import.meta.url);
const SOURCES = ['--conditions=@klockwork/source'];

/** Channel for calls to the log's thread. */
export interface LogThread {
  readonly port: {
    on(event: string, listener: (value: unknown) => void): unknown;
    postMessage(message: unknown): void;
    /** Controls whether the thread keeps the process alive. */
    ref(): void;
    unref(): void;
  };
  end(): unknown;
}

/**
 * {@link SqliteEventStore} on its own thread: the caller continues during disk waits, a third of the time of a write. Calls are executed in
 * order. All calls fail after the end of the thread. An idle thread does not keep the process alive.
 */
export class ThreadedEventStore implements EventStore {
  readonly #thread: LogThread;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  #ended: Error | undefined;
  #notices: readonly string[] = [];

  /** Opens or creates the log at `path`, with the errors of {@link SqliteEventStore.open}. */
  static async open({ path, thread = startThread() }: { path: string; thread?: LogThread }): Promise<ThreadedEventStore> {
    const store = new ThreadedEventStore(thread);
    try {
      store.#notices = await store.#ask('open', path);
      return store;
    } catch (error) {
      await thread.end();
      throw error;
    }
  }

  private constructor(thread: LogThread) {
    this.#thread = thread;
    thread.port.on('message', (outcome) => this.#take(outcome as Outcome));
    thread.port.on('error', (error) => this.#end(error instanceof Error ? error : new Error(String(error))));
    for (const event of ['exit', 'close'] as const)
      thread.port.on(event, () => this.#end(new Error('the thread of the event log has ended')));
  }

  /** Notices of the start, for people. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  head(): Promise<{ revision: Revision; at: LabTime }> {
    return this.#ask('head');
  }

  append(events: readonly StoredEvent[]): Promise<void> {
    return this.#ask('appendValues', events.map(valuesOf));
  }

  readAfter(query: Parameters<EventStore['readAfter']>[0]): Promise<StoredEvent[]> {
    return this.#ask('readAfter', plainQuery(query));
  }

  saveSnapshot(snapshot: Snapshot): Promise<void> {
    return this.#ask('saveSnapshot', { ...snapshot, entries: snapshot.entries.map(withoutText) });
  }

  loadSnapshot(through?: Revision): Promise<Snapshot | undefined> {
    return this.#ask('loadSnapshot', through);
  }

  checkpoint(name: string): Promise<Revision> {
    return this.#ask('checkpoint', name);
  }

  saveCheckpoint(name: string, revision: Revision): Promise<void> {
    return this.#ask('saveCheckpoint', name, revision);
  }

  prune(rules: readonly RetentionRule[]): Promise<number> {
    return this.#ask('prune', rules);
  }

  prunedThrough(): Promise<Readonly<Record<string, Revision>>> {
    return this.#ask('prunedThrough');
  }

  /** Leaves the database file unchanged until {@link releaseFile}, so that it can be copied. */
  holdFile(): Promise<void> {
    return this.#ask('holdFile');
  }

  releaseFile(): Promise<void> {
    return this.#ask('releaseFile');
  }

  /** Executes pending calls, closes the file, and ends the thread. */
  async close(): Promise<void> {
    await this.#ask('close');
    await this.#thread.end();
  }

  #ask<M extends Method>(method: M, ...args: Parameters<ThreadMethods[M]>): ReturnType<ThreadMethods[M]> {
    return this.#send(method, args) as ReturnType<ThreadMethods[M]>;
  }

  #send(method: Method, args: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const call: Call = { id: ++this.#lastId, method, args };
    const waiting = Promise.withResolvers<unknown>();
    if (this.#waiting.size === 0) this.#thread.port.ref();
    this.#waiting.set(call.id, waiting);
    this.#thread.port.postMessage(call);
    return waiting.promise;
  }

  #take(outcome: Outcome): void {
    const waiting = this.#waiting.get(outcome.id);
    this.#waiting.delete(outcome.id);
    if (this.#waiting.size === 0) this.#thread.port.unref();
    if ('failed' in outcome) waiting?.reject(errorOf(outcome.failed));
    else waiting?.resolve(outcome.done);
  }

  #end(why: Error): void {
    this.#ended ??= why;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended);
    this.#waiting.clear();
  }
}

/** Returns the transferable fields of a query: callers may pass a whole kind, whose functions cannot reach another thread. */
function plainQuery({ after, limit, kind, key }: Parameters<EventStore['readAfter']>[0]): Parameters<EventStore['readAfter']>[0] {
  return {
    after,
    limit,
    ...(kind !== undefined && { kind: { group: kind.group, resource: kind.resource } }),
    ...(key !== undefined && { key: { group: key.group, resource: key.resource, namespace: key.namespace, name: key.name } }),
  };
}

function startThread(): LogThread {
  const worker = new Worker(THREAD, FROM_SOURCE ? { execArgv: SOURCES } : {});
  return { port: worker, end: () => worker.terminate() };
}
