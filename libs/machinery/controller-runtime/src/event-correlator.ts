import type { LabTime } from '@klockwork/kernel';
import type { Event } from '@klockwork/kubernetes-types';
import { RecentMap } from './recent-map.ts';

/** Verdict on an event: new, repeated, or dropped. */
export type CorrelationResult =
  | { readonly type: 'create'; readonly event: Event; readonly key: string }
  | { readonly type: 'count'; readonly event: Event; readonly key: string }
  | { readonly type: 'skip' };

const REMEMBERED_MAX = 4_096;
/** Number of events within ten minutes, different in message only, that are combined into one. */
const SIMILAR_MAX = 10;
const SIMILAR_INTERVAL_MS = 600_000;
/** Burst per source and object; one more is allowed every five minutes. */
const BURST = 25;
const REFILL_MS = 300_000;

interface Similar {
  /** Different messages, oldest first. */
  readonly messages: readonly string[];
  readonly lastAt: LabTime;
}

interface RecordedEvent {
  readonly name: string;
  readonly namespace: string;
  readonly firstTimestamp: string | undefined;
  readonly eventTime: string | undefined;
  readonly count: number;
}

interface Bucket {
  readonly tokens: number;
  readonly at: LabTime;
}

/**
 * Counts repeated events of one source, combines similar ones and drops spam. Compact, because each pod has a few events. Models
 * client-go's EventCorrelator (tools/record/events_cache.go).
 */
export class EventCorrelator {
  readonly #similar = new RecentMap<Similar>(REMEMBERED_MAX);
  readonly #known = new RecentMap<RecordedEvent>(REMEMBERED_MAX);
  readonly #buckets = new RecentMap<Bucket>(REMEMBERED_MAX);

  correlate(event: Event, now: LabTime): CorrelationResult {
    const { key, event: combinedEvent } = this.#combine(event, now);
    const previous = this.#known.get(key);
    const countedEvent = previous === undefined ? combinedEvent : countOn(previous, combinedEvent);
    this.#known.set(key, knownOf(countedEvent));
    if (!this.#accepts(objectKey(event), now)) return { type: 'skip' };
    return { type: previous === undefined ? 'create' : 'count', event: countedEvent, key };
  }

  /** Drops a deleted or unwritten event: the next one starts a new count. */
  forget(key: string): void {
    this.#known.delete(key);
  }

  #combine(event: Event, now: LabTime): { key: string; event: Event } {
    const { type, reason, message = '' } = event;
    const group = join([objectKey(event), type, reason]);
    const before = this.#similar.get(group);
    const recent = before === undefined || now - before.lastAt > SIMILAR_INTERVAL_MS ? [] : before.messages;
    const messages = recent.includes(message) ? recent : recent.concat(message);
    const areMany = messages.length >= SIMILAR_MAX;
    // Never exceeds the threshold, as upstream.
    this.#similar.set(group, { messages: areMany ? messages.slice(1) : messages, lastAt: now });
    if (!areMany) return { key: join([group, event.involvedObject.fieldPath, message]), event };
    return { key: group, event: { ...event, message: `(combined from similar events): ${event.message}` } };
  }

  #accepts(key: string, now: LabTime): boolean {
    const bucket = this.#buckets.get(key) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, bucket.tokens + Math.max(0, now - bucket.at) / REFILL_MS);
    this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}

function knownOf({ metadata, firstTimestamp, eventTime, count, series }: Event): RecordedEvent {
  const { name = '', namespace = '' } = metadata;
  return { name, namespace, firstTimestamp, eventTime, count: series?.count ?? count ?? 1 };
}

function countOn({ name, namespace, firstTimestamp, eventTime, count }: RecordedEvent, event: Event): Event {
  const metadata = { ...event.metadata, name, namespace };
  if (event.eventTime === undefined) return { ...event, metadata, firstTimestamp: firstTimestamp as string, count: count + 1 };
  const series = { count: count + 1, lastObservedTime: event.eventTime };
  return { ...event, metadata, eventTime: eventTime as string, series };
}

/** Uids are unique per kind. */
function objectKey({ involvedObject: { kind, namespace, name, uid } }: Event): string {
  return uid === undefined ? join([kind, namespace, name]) : join([kind, uid]);
}

function join(parts: readonly (string | undefined)[]): string {
  return parts.map((part) => part ?? '').join('\u0000');
}
