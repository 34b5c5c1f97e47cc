import type { LabTime } from '@klockwork/kernel';
import type { Event } from 'kubernetes-types/core/v1';
import { RecentMap } from './recent-map.ts';

/** What the correlator made of an event: a new one, one more of a known one, or one too many. */
export type Correlated =
  | { readonly verdict: 'create'; readonly event: Event; readonly key: string }
  | { readonly verdict: 'count'; readonly event: Event; readonly key: string }
  | { readonly verdict: 'skip' };

const REMEMBERED_MAX = 4_096;
/** Events that differ in their message alone, within ten minutes, become one when there are so many. */
const SIMILAR_MAX = 10;
const SIMILAR_INTERVAL_MS = 600_000;
/** A source may say so much at once about one object, and one thing more each five minutes. */
const BURST = 25;
const REFILL_MS = 300_000;

interface Similar {
  readonly messages: Set<string>;
  readonly lastAt: LabTime;
}

interface Bucket {
  readonly tokens: number;
  readonly at: LabTime;
}

/** Counts repeated events, combines similar ones and drops spam. Models client-go's EventCorrelator (tools/record/events_cache.go). */
export class EventCorrelator {
  readonly #similar = new RecentMap<Similar>(REMEMBERED_MAX);
  readonly #known = new RecentMap<Event>(REMEMBERED_MAX);
  readonly #buckets = new RecentMap<Bucket>(REMEMBERED_MAX);

  correlate(event: Event, now: LabTime): Correlated {
    const { key, event: combined } = this.#combine(event, now);
    const known = this.#known.get(key);
    const counted = known === undefined ? combined : countOn(known, combined);
    this.#known.set(key, counted);
    if (!this.#accepts(sourceAndObject(event), now)) return { verdict: 'skip' };
    return { verdict: known === undefined ? 'create' : 'count', event: counted, key };
  }

  /** The event turned out to be gone, or was never written: the next one begins anew. */
  forget(key: string): void {
    this.#known.delete(key);
  }

  #combine(event: Event, now: LabTime): { key: string; event: Event } {
    const group = join([sourceAndObject(event), event.type, event.reason]);
    const before = this.#similar.get(group);
    const fresh = before === undefined || now - before.lastAt > SIMILAR_INTERVAL_MS;
    const messages = fresh ? new Set<string>() : before.messages;
    messages.add(event.message ?? '');
    this.#similar.set(group, { messages, lastAt: now });
    if (messages.size < SIMILAR_MAX) return { key: join([group, event.involvedObject.fieldPath, event.message]), event };
    // The set never grows beyond the threshold, as upstream's does not.
    messages.delete(messages.values().next().value as string);
    return { key: group, event: { ...event, message: `(combined from similar events): ${event.message}` } };
  }

  #accepts(key: string, now: LabTime): boolean {
    const bucket = this.#buckets.get(key) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, bucket.tokens + (now - bucket.at) / REFILL_MS);
    this.#buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}

function countOn(known: Event, event: Event): Event {
  const { name, namespace } = known.metadata;
  const metadata = { ...event.metadata, name: name as string, namespace: namespace as string };
  if (event.eventTime === undefined)
    return { ...event, metadata, firstTimestamp: known.firstTimestamp as string, count: (known.count ?? 0) + 1 };
  const series = { count: (known.series?.count ?? 1) + 1, lastObservedTime: event.eventTime };
  return { ...event, metadata, eventTime: known.eventTime as string, series };
}

function sourceAndObject({ source, involvedObject: about, reportingComponent, reportingInstance }: Event): string {
  const object = [about.kind, about.namespace, about.name, about.uid, about.apiVersion];
  return join([source?.component, source?.host, ...object, reportingComponent, reportingInstance]);
}

function join(parts: readonly (string | undefined)[]): string {
  return parts.map((part) => part ?? '').join('\u0000');
}
