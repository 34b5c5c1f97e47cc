import { type Bus, BusError, type BusErrorCode, type Subjects } from '@klockwork/bus';
import { type Actor, HINT_ROUTE, type LogEvent, type Revision } from '@klockwork/event-store';
import { ApiError, type Clock, deepFreeze, type HostTimer, type Random, StopSource } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { asApiError, isUnreachable } from './bus-errors.ts';
import type { ClusterApi, DeleteOptions, ListOptions, LogPage, ObjectName, Patch, WriteOptions } from './cluster-api.ts';
import { LogHeads } from './log-heads.ts';
import type { Answer, AnswerByVerb, ListPage, Question, RequestByVerb, Verb } from './messages.ts';
import { API_ROUTES } from './routes.ts';
import type { ServerStarts } from './server-starts.ts';

/** Time-out of a write, in ms of lab time. */
const WRITE_TIMEOUT_MS = 30_000;
/**
 * First time-out of a read, in ms of lab time; doubled at each retry. Short, because a cache cannot recover while it waits for a lost
 * answer; growing, because at a high rate lab time is little host time.
 */
const READ_TIMEOUT_MS = { get: 5_000, log: 5_000, list: 10_000, read: 15_000 } as const;
/** Maximum number of retries for an unanswered read, after 100 ms, 200 ms … */
const READ_RETRIES_MAX = 3;
const READ_RETRY_DELAY_MS = 100;
/** Maximum number of repetitions of a request with a lost answer: each time another api-server or connection ended. */
const LOST_MAX = 4;
/** Maximum number of attempts for a list whose pages expire. */
const LIST_ATTEMPTS_MAX = 3;

/** Dependencies of a BusClusterApi. */
export interface BusClusterApiOptions {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly random: Random;
  readonly actor: Actor;
  /** Shared by all requests of one process. */
  readonly servers: ServerStarts;
  /** Shared by all watches of one process; created by default. */
  readonly heads?: LogHeads;
  /** Timer of time-outs and retries for the process that moves lab time, and works while it stands; lab time by default. */
  readonly host?: HostTimer;
}

/**
 * API by request and reply over the bus. A request with a lost answer (broken connection or restarted api-server) is repeated at once: the
 * api-server recognises writes from before its start, and executes none twice. A request without a server waits for one (see {@link
 * ServerStarts}). After a time-out reads are retried, writes are not: `Timeout` means an unknown result, so the caller must read first.
 * Returned values are frozen, except hints and listed metadata, whose receiver may first share their contents.
 */
export class BusClusterApi implements ClusterApi {
  readonly #options: BusClusterApiOptions;
  readonly #servers: ServerStarts;
  #heads: LogHeads | undefined;

  constructor(options: BusClusterApiOptions) {
    this.#options = options;
    this.#servers = options.servers;
    this.#heads = options.heads;
  }

  get<T extends KubeObject>(resource: ResourceRef, name: ObjectName): Promise<T> {
    return this.#read('get', resource, { name }) as Promise<T>;
  }

  read(resource: ResourceRef, path: string): Promise<unknown> {
    return this.#read('read', resource, { path });
  }

  async list<T extends KubeObject>(resource: ResourceRef, options: ListOptions = {}) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#listPages<T>(resource, options);
      } catch (error) {
        if (!ApiError.is(error, 'Expired') || attempt === LIST_ATTEMPTS_MAX) throw error;
      }
    }
  }

  watch(resource: ResourceRef, on: { event(event: LogEvent): void; head(revision: Revision): void }): { stop(): void } {
    const { bus, subjects } = this.#options;
    const events = bus.subscribe(subjects.logOf(HINT_ROUTE, resource), ({ body }) => on.event(body));
    this.#heads ??= new LogHeads({ bus, subjects });
    const heads = this.#heads.on(resource, (revision) => on.head(revision));
    return {
      stop() {
        events.stop();
        heads.stop();
      },
    };
  }

  readLog(resource: ResourceRef, after: Revision): Promise<LogPage> {
    return this.#read('log', resource, { after });
  }

  create<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions): Promise<T> {
    return this.#ask('create', resource, { object, options }) as Promise<T>;
  }

  update<T extends KubeObject>(resource: ResourceRef, object: T, options: WriteOptions): Promise<T> {
    return this.#ask('update', resource, { object, options }) as Promise<T>;
  }

  patch<T extends KubeObject>(resource: ResourceRef, name: ObjectName, patch: Patch, options: WriteOptions): Promise<T> {
    return this.#ask('patch', resource, { name, patch, options }) as Promise<T>;
  }

  async delete(resource: ResourceRef, name: ObjectName, deletion: DeleteOptions, options: WriteOptions): Promise<void> {
    await this.#ask('delete', resource, { name, deletion, options });
  }

  async #listPages<T extends KubeObject>(resource: ResourceRef, { metadataOnly = false, ...list }: ListOptions) {
    const items: T[] = [];
    for (let page: string | undefined; ; ) {
      const answer: ListPage = await this.#read('list', resource, page === undefined ? { list } : { list, page });
      for (const item of answer.items) items.push((metadataOnly ? { metadata: item.metadata } : deepFreeze(item)) as T);
      if (answer.next === undefined) return { revision: answer.revision, kindRevision: answer.kindRevision, items };
      page = answer.next;
    }
  }

  async #read<V extends keyof typeof READ_TIMEOUT_MS>(verb: V, resource: ResourceRef, fields: RequestByVerb[V]): Promise<AnswerByVerb[V]> {
    for (let retry = 0; ; retry++) {
      try {
        return await this.#ask(verb, resource, fields, READ_TIMEOUT_MS[verb] * 2 ** retry);
      } catch (error) {
        if (!isUnreachable(error) || retry === READ_RETRIES_MAX) throw error;
        await this.#sleep(READ_RETRY_DELAY_MS * 2 ** retry);
      }
    }
  }

  #sleep(ms: number): Promise<void> {
    const { host, clock } = this.#options;
    if (host === undefined) return clock.sleep(ms, { name: 'api-read-retry', upkeep: true }, new StopSource());
    return new Promise((resolve) => host.set(ms, resolve));
  }

  async #ask<V extends Verb>(
    verb: V,
    resource: ResourceRef,
    fields: RequestByVerb[V],
    timeoutMs = WRITE_TIMEOUT_MS,
  ): Promise<AnswerByVerb[V]> {
    const { actor, random } = this.#options;
    const question: Question<V> = { ...actor, correlationId: random.uuid(), resource: plain(resource), ...fields };
    const answer = await this.#retry(verb, question, timeoutMs);
    if ('refused' in answer) throw new ApiError(answer.refused);
    // Lists freeze those items that they keep.
    return verb === 'list' ? answer.done : deepFreeze(answer.done);
  }

  /** Repeats a request until its answer, within the limits. */
  async #retry<V extends Verb>(verb: V, question: Question<V>, timeoutMs: number): Promise<Answer<V>> {
    const isThere = this.#servers.patience();
    for (let lost = 0; ; ) {
      try {
        return await this.#put(verb, lost === 0 ? question : { ...question, again: true }, timeoutMs);
      } catch (error) {
        if (isCode(error, 'lost') && lost < LOST_MAX) lost += 1;
        else if (!(isCode(error, 'no-responders') && (await isThere()))) throw asApiError(error);
      }
    }
  }

  async #put<V extends Verb>(verb: V, question: Question<V>, timeoutMs: number): Promise<Answer<V>> {
    const { bus, subjects, host } = this.#options;
    const subject = subjects.at<Question<V>, Answer<V>>(API_ROUTES[verb]);
    const limit = host && { host, ms: timeoutMs };
    return this.#servers.watchOver((until) => bus.request(subject, question, { timeoutMs, until }), limit);
  }
}

function isCode(error: unknown, code: BusErrorCode): boolean {
  return error instanceof BusError && error.code === code;
}

// Returns a plain ResourceRef: a KindDefinition has functions, which cannot be sent.
function plain({ group, version, resource, kind, namespaced }: ResourceRef): ResourceRef {
  return { group, version, resource, kind, namespaced };
}
