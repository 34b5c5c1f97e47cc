import type { Body, Bus, Subjects } from '@klockwork/bus';
import type { Actor, Revision } from '@klockwork/event-store';
import { ApiError, type Clock, deepFreeze, type Random, StopSource } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { asApiError, isUnreachable } from './bus-errors.ts';
import type { ClusterApi, DeleteOptions, ListOptions, LogPage, ObjectName, Patch, WriteOptions } from './cluster-api.ts';
import { LogHeads } from './log-heads.ts';
import type { Answer, Answered, Asked, Hint, ListPage, Verb } from './messages.ts';
import { ServerStarts } from './server-starts.ts';

/** Lab time a write waits for its answer. */
const WRITE_TIMEOUT_MS = 30_000;
/**
 * Lab time a read waits the first time; each time it is asked again, twice as long. Short, because a cache does not heal while
 * it waits for an answer that was lost; growing, because at a high rate lab time is little host time.
 */
const READ_TIMEOUT_MS = { get: 5_000, log: 5_000, list: 10_000 } as const;
/** A question that changes nothing is asked again so often, after 100 ms, 200 ms …, when it was not answered. */
const READ_RETRIES_MAX = 3;
const READ_RETRY_DELAY_MS = 100;
/** A list whose pages expired while it was read is begun anew so often. */
const LIST_ATTEMPTS_MAX = 3;

/** What a BusClusterApi stands on. */
export interface BusClusterApiOptions {
  readonly bus: Bus;
  readonly subjects: Subjects;
  readonly clock: Clock;
  readonly random: Random;
  readonly actor: Actor;
  /** Shared by all that one process asks; made anew when not given. */
  readonly servers?: ServerStarts;
  /** Shared by all that one process watches; made anew when not given. */
  readonly heads?: LogHeads;
}

/**
 * The API by request and reply over the bus. Reads are asked again when their answer is lost: that shows at once when the
 * connection broke or the api-server was started again, and by a time-out otherwise. A write never is asked again:
 * its `Timeout` says that nobody knows whether it was done, so the caller reads before it decides again.
 * Everything returned is frozen.
 */
export class BusClusterApi implements ClusterApi {
  readonly #options: BusClusterApiOptions;
  readonly #servers: ServerStarts;
  #heads: LogHeads | undefined;

  constructor(options: BusClusterApiOptions) {
    this.#options = options;
    this.#servers = options.servers ?? new ServerStarts(options);
    this.#heads = options.heads;
  }

  get<T extends KubeObject>(resource: ResourceRef, name: ObjectName): Promise<T> {
    return this.#read('get', resource, { name }) as Promise<T>;
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

  watch(resource: ResourceRef, on: { event(event: Hint): void; head(revision: Revision): void }): { stop(): void } {
    const { bus, subjects } = this.#options;
    const events = bus.subscribe(subjects.logOf(resource), ({ body }) => on.event(deepFreeze(body as unknown as Hint)));
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

  async #listPages<T extends KubeObject>(resource: ResourceRef, list: ListOptions) {
    const items: T[] = [];
    for (let page: string | undefined; ; ) {
      const answer: ListPage = await this.#read('list', resource, page === undefined ? { list } : { list, page });
      for (const item of answer.items) items.push(item as T);
      if (answer.next === undefined) return { revision: answer.revision, kindRevision: answer.kindRevision, items };
      page = answer.next;
    }
  }

  async #read<V extends keyof typeof READ_TIMEOUT_MS>(verb: V, resource: ResourceRef, asked: Asked[V]): Promise<Answered[V]> {
    for (let retry = 0; ; retry++) {
      try {
        return await this.#ask(verb, resource, asked, READ_TIMEOUT_MS[verb] * 2 ** retry);
      } catch (error) {
        if (!isUnreachable(error) || retry === READ_RETRIES_MAX) throw error;
        await this.#options.clock.sleep(READ_RETRY_DELAY_MS * 2 ** retry, { name: 'api-read-retry', upkeep: true }, new StopSource());
      }
    }
  }

  async #ask<V extends Verb>(verb: V, resource: ResourceRef, asked: Asked[V], timeoutMs = WRITE_TIMEOUT_MS): Promise<Answered[V]> {
    const { bus, subjects, actor, random } = this.#options;
    const question = { ...actor, correlationId: random.uuid(), resource: plain(resource), ...asked };
    let answer: Answer<V>;
    try {
      const reply = this.#servers.watchOver((until) => bus.request(subjects.api(verb), question as unknown as Body, { timeoutMs, until }));
      answer = (await reply) as unknown as Answer<V>;
    } catch (error) {
      throw asApiError(error);
    }
    if ('refused' in answer) throw new ApiError(answer.refused);
    return deepFreeze(answer.done);
  }
}

// A KindDefinition is a ResourceRef too, and its functions do not travel.
function plain({ group, version, resource, kind, namespaced }: ResourceRef): ResourceRef {
  return { group, version, resource, kind, namespaced };
}
