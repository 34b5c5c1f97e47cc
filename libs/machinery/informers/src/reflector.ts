import { type ClusterApi, isUnreachable } from '@klockwork/cluster-api';
import type { LogEvent, Revision } from '@klockwork/event-store';
import { ApiError, type Clock, type Logger, StoppedError, StopSource } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';
import { EarlyHints } from './early-hints.ts';

/** First retry delay for an unanswered request, in ms; doubled up to the maximum. */
const RETRY_MS_MIN = 100;
const RETRY_MS_MAX = 10_000;

/** Receiver of a reflector's events. */
export interface Sink {
  /** Replaces all objects by `items`, at `kindRevision`. */
  replace(items: readonly KubeObject[], kindRevision: Revision): void;
  /** True if a hint contains enough of the object. Otherwise the event is read from the log. */
  isEnough(hint: LogEvent): boolean;
  /** Applies the kind's next event: a sufficient hint, or an event of the log with its object. */
  apply(event: LogEvent): void;
}

export interface ReflectorOptions {
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly resource: ResourceRef;
  readonly sink: Sink;
  /** Returns true if the sink keeps metadata alone. */
  metadataOnly?(): boolean;
}

/**
 * Passes the events of one kind to a sink, in order, once each and without gaps, despite lost hints: subscribes, lists, applies consecutive
 * hints, and reads the log after a gap. Models client-go's Reflector, with the log in place of resyncs.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #early = new EarlyHints();
  readonly #stop = new StopSource();
  #subscription: { stop(): void } | undefined;
  #applied: Revision = 0;
  /** Newest revision reported by any source. */
  #newest: Revision = 0;
  #listed = false;
  #healing: Promise<void> | undefined;

  constructor(options: ReflectorOptions) {
    this.#options = options;
  }

  /** Newest revision passed to the sink. */
  get revision(): Revision {
    return this.#applied;
  }

  /** Resolves after the first list. Rejects with StoppedError. */
  async start(): Promise<void> {
    // Subscribes before the list, so that concurrent events are stored instead of lost.
    this.#subscription = this.#options.api.watch(this.#options.resource, {
      event: (event) => this.#onHint(event),
      head: (revision) => this.#onHead(revision),
    });
    await this.#untilAnswered(() => this.#list());
    this.#drain();
  }

  stop(): void {
    this.#stop.stop();
    this.#subscription?.stop();
  }

  /** Reads the log from the sink's position; concurrent calls share one read. Rejects with StoppedError. */
  catchUp(): Promise<void> {
    if (!this.#listed) return Promise.resolve();
    this.#healing ??= this.#heal().finally(() => {
      this.#healing = undefined;
      this.#drain();
    });
    return this.#healing;
  }

  /** Starts {@link catchUp} without waiting. */
  nudge(): void {
    this.catchUp().catch((error: unknown) => {
      if (error instanceof StoppedError) return;
      throw error;
    });
  }

  #onHint(event: LogEvent): void {
    if (this.#stop.stopped || event.revision <= this.#applied) return;
    if (this.#listed && event.previousRevisionOfKind === this.#applied && this.#options.sink.isEnough(event)) {
      this.#apply(event);
      this.#drain();
      return;
    }
    this.#early.add(event);
    this.#onHead(event.revision);
  }

  #onHead(revision: Revision): void {
    if (revision > this.#newest) this.#newest = revision;
    if (this.#listed && revision > this.#applied) this.nudge();
  }

  #apply(event: LogEvent): void {
    this.#applied = event.revision;
    this.#options.sink.apply(event);
  }

  /** Applies early hints that now follow. */
  #drain(): void {
    for (let next = this.#early.take(this.#applied); next !== undefined; next = this.#early.take(this.#applied)) {
      if (!this.#options.sink.isEnough(next)) break;
      this.#apply(next);
    }
    this.#early.dropUpTo(this.#applied);
    if (this.#newest > this.#applied) this.nudge();
  }

  async #list(): Promise<void> {
    const { api, resource, sink, metadataOnly } = this.#options;
    const { items, kindRevision } = await api.list(resource, metadataOnly?.() === true ? { metadataOnly: true } : {});
    if (this.#stop.stopped) throw new StoppedError();
    this.#applied = kindRevision;
    this.#listed = true;
    sink.replace(items, kindRevision);
  }

  async #heal(): Promise<void> {
    do await this.#untilAnswered(() => this.#readOnePage());
    while (this.#applied < this.#newest);
  }

  async #readOnePage(): Promise<void> {
    const { api, resource, logger } = this.#options;
    const after = this.#applied;
    const newest = this.#newest;
    const { events, head, complete } = await api.readLog(resource, after);
    if (this.#stop.stopped) throw new StoppedError();
    if (!complete || head < after || (events.length === 0 && head > after)) {
      logger.info({ resource: resource.resource, after, head }, 'the log no longer reaches back, listing again');
      this.#newest = 0;
      return this.#list();
    }
    for (const event of events) if (event.revision > this.#applied) this.#apply(event);
    // The head existed when the log was read, so it ends the read; later reports require another one.
    if (this.#newest === newest) this.#newest = head;
  }

  /** Retries with back-off until the api-server answers. */
  async #untilAnswered(ask: () => Promise<void>): Promise<void> {
    for (let delayMs = RETRY_MS_MIN; ; delayMs = Math.min(delayMs * 2, RETRY_MS_MAX)) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        this.#complain(error, delayMs);
        await this.#options.clock.sleep(delayMs, { name: 'informer-retry', upkeep: true }, this.#stop);
      }
    }
  }

  #complain(error: ApiError, delayMs: number): void {
    const fields = { resource: this.#options.resource.resource, delayMs, error: error.message };
    if (isUnreachable(error)) this.#options.logger.debug(fields, 'api-server not reached, trying again');
    else this.#options.logger.warn(fields, 'api-server refused to be read, trying again');
  }
}
