import type { ClusterApi } from '@klockwork/cluster-api';
import type { Cause } from '@klockwork/event-store';
import { ApiError, type Clock, type LabTime, type Logger, logFailure, type Random } from '@klockwork/kernel';
import type { Event } from '@klockwork/kubernetes-types';
import { type KubeObject, resources } from '@klockwork/resources';
import { type CorrelationResult, EventCorrelator } from './event-correlator.ts';
import type { Action, EventSubject } from './plan.ts';

/** Content of an Event to record. */
export type Recording = Omit<Extract<Action, { type: 'record' }>, 'type'>;

/** Asynchronous writer of Kubernetes Events: callers neither wait nor fail. */
export interface Recorder {
  record(recording: Recording, cause: Cause): void;
}

/** Dependencies of an EventRecorder. `host` is the node of a kubelet. */
export interface EventRecorderOptions {
  readonly api: ClusterApi;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly logger: Logger;
  readonly component: string;
  readonly host?: string;
}

/** Maximum number of waiting events; further ones are dropped, as in client-go's broadcaster. */
const PENDING_MAX = 10_000;
/** Maximum number of concurrent requests. */
const WRITERS_MAX = 16;

interface Pending {
  readonly correlated: Exclude<CorrelationResult, { type: 'skip' }>;
  readonly cause: Cause;
}

/** Records Events with counts or series, like client-go's recorders (tools/record, tools/events) and their broadcasters. */
export class EventRecorder implements Recorder {
  readonly #options: EventRecorderOptions;
  readonly #correlator = new EventCorrelator();
  readonly #pending: Pending[] = [];
  /** Keys with a pending write: a count must not overtake the event's creation. */
  readonly #busy = new Set<string>();
  #lastNanoseconds = 0n;
  /** Cached text of the last second, shared by its events. */
  #second = { at: Number.NaN, text: '' };

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  record(recording: Recording, cause: Cause): void {
    const { clock, logger } = this.#options;
    const now = clock.now();
    const correlatedResult = this.#correlator.correlate(this.#eventOf(recording, now), now);
    if (correlatedResult.type === 'skip') return;
    if (this.#pending.length >= PENDING_MAX) {
      this.#correlator.forget(correlatedResult.key);
      logger.warn({ reason: recording.reason }, 'event dropped: too many are waiting');
      return;
    }
    this.#pending.push({ correlated: correlatedResult, cause });
    this.#startNext();
  }

  #startNext(): void {
    while (this.#busy.size < WRITERS_MAX) {
      const index = this.#pending.findIndex(({ correlated }) => !this.#busy.has(correlated.key));
      const [next] = index < 0 ? [] : this.#pending.splice(index, 1);
      if (next === undefined) return;
      void this.#writeAside(next);
    }
  }

  async #writeAside({ correlated, cause }: Pending): Promise<void> {
    this.#busy.add(correlated.key);
    try {
      await this.#write(correlated, cause);
    } catch (error) {
      this.#correlator.forget(correlated.key);
      if (!(error instanceof ApiError)) logFailure(this.#options.logger, { reason: correlated.event.reason ?? '' }, error);
      else this.#options.logger.debug({ reason: correlated.event.reason, error: error.message }, 'event not written');
    } finally {
      this.#busy.delete(correlated.key);
      this.#startNext();
    }
  }

  async #write({ type, event }: Pending['correlated'], cause: Cause): Promise<void> {
    if (type === 'create') return this.#create(event, cause);
    const { namespace, name } = event.metadata as { namespace: string; name: string };
    const { count, lastTimestamp, series, message } = event;
    const body = series === undefined ? { count, lastTimestamp, message } : { series, message };
    try {
      await this.#options.api.patch(resources.events, { namespace, name }, { type: 'strategic', body }, { cause });
    } catch (error) {
      // Events expire after an hour; a continuing one is recreated with its count.
      if (!ApiError.is(error, 'NotFound')) throw error;
      await this.#create(event, cause);
    }
  }

  async #create(event: Event, cause: Cause): Promise<void> {
    await this.#options.api.create(resources.events, event as KubeObject, { cause });
  }

  #eventOf({ about, eventType: type, reason, message, action, component = this.#options.component }: Recording, now: LabTime): Event {
    const { host } = this.#options;
    const { namespace = '', name = '' } = about.object.metadata ?? {};
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: this.#nameOf(name, now), namespace: namespace === '' ? 'default' : namespace },
      involvedObject: referenceTo(about),
      reason,
      message,
      type,
      ...(action === undefined ? countedFrom(this.#secondOf(now), component, host) : seriesFrom(now, component, action)),
    };
  }

  #secondOf(now: LabTime): string {
    const at = Math.floor(now / 1_000);
    if (at !== this.#second.at) this.#second = { at, text: `${new Date(now).toISOString().slice(0, 19)}Z` };
    return this.#second.text;
  }

  // Upstream's suffix is the time in nanoseconds. Lab time has milliseconds; random digits separate names. Lists are sorted by name: later
  // events sort later, also within a millisecond.
  #nameOf(name: string, now: LabTime): string {
    const drawn = BigInt(now) * 1_000_000n + BigInt(this.#options.random.integer(1_000_000));
    const next = this.#lastNanoseconds + 1n + BigInt(this.#options.random.integer(1_000));
    this.#lastNanoseconds = drawn > next ? drawn : next;
    const suffix = `.${this.#lastNanoseconds.toString(16)}`;
    return `${name.slice(0, 253 - suffix.length)}${suffix}`;
  }
}

/** Returns time and source fields of the core/v1 recorder. */
function countedFrom(at: string, component: string, host: string | undefined): Partial<Event> {
  return {
    source: host === undefined ? { component } : { component, host },
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
    reportingComponent: component,
    reportingInstance: host ?? '',
  };
}

/** Returns time and source fields of the events.k8s.io recorder. Without timestamps in whole seconds, clients list its events first. */
function seriesFrom(now: LabTime, component: string, action: string): Partial<Event> {
  const eventTime = `${new Date(now).toISOString().slice(0, 23)}000Z`;
  return { source: {}, eventTime, action, reportingComponent: component, reportingInstance: `${component}-klockwork` };
}

function referenceTo({ resource, object, fieldPath }: EventSubject): Event['involvedObject'] {
  const { namespace, name, uid, resourceVersion } = object.metadata ?? {};
  const reference = {
    kind: resource.kind,
    namespace,
    name,
    uid,
    apiVersion: resource.group === '' ? resource.version : `${resource.group}/${resource.version}`,
    resourceVersion,
    fieldPath,
  };
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== undefined));
}
