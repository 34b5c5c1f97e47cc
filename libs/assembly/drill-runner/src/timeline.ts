import type { TimelineEntry } from '@klockwork/drills';
import type { StoredEvent } from '@klockwork/event-store';
import { parseJson } from '@klockwork/kernel';

/** Max entries of Warning Events. */
const WARNINGS_MAX = 60;
/** Log events in the timeline, with their words. */
const KEY_EVENTS: Readonly<Record<string, string>> = {
  NodeBecameNotReady: 'became NotReady',
  NodeBecameReady: 'became Ready',
  NodeCordoned: 'was cordoned',
  NodeUncordoned: 'was uncordoned',
  PodEvicted: 'was evicted',
};

interface Warning {
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject?: { readonly kind?: string; readonly namespace?: string; readonly name?: string };
}

interface FaultObject {
  readonly metadata?: { readonly name?: string };
  readonly spec?: { readonly type?: string };
  readonly status?: { readonly phase?: string };
}

type Entry = Omit<TimelineEntry, 'elapsedMs' | 'time' | 'revision'>;

/** Timeline of a drill, in the order of lab time. */
export class Timeline {
  readonly #entries: (TimelineEntry & { readonly at: number })[] = [];
  readonly #warnings = new Set<string>();

  /** Adds an entry. Returns a function that adds a problem to it later. */
  add(at: number, revision: number, entry: Entry): (problem: string) => void {
    const addedEntry = { ...entry, at, revision, time: new Date(at).toISOString(), elapsedMs: 0 };
    const index = this.#entries.push(addedEntry) - 1;
    return (problem) => {
      this.#entries[index] = { ...addedEntry, problem };
    };
  }

  /** Adds a key event of the log. */
  addEvent(event: StoredEvent): void {
    const entry = event.key.resource === 'events' ? this.#warning(event) : keyEntry(event);
    if (entry !== undefined) this.add(event.at, event.revision, entry);
  }

  /** Returns all entries, with lab time since `begunAt`. */
  entries(begunAt: number): readonly TimelineEntry[] {
    return this.#entries.map(({ at, ...entry }) => ({ ...entry, elapsedMs: at - begunAt }));
  }

  /** Returns the first Warning of a reason about an object. */
  #warning(event: StoredEvent): Entry | undefined {
    if (event.change !== 'created' || this.#warnings.size >= WARNINGS_MAX) return undefined;
    const { type, reason, message = '', involvedObject = {} } = parseJson(event.objectJson) as Warning;
    const object = `${involvedObject.kind?.toLowerCase()}/${involvedObject.namespace ? `${involvedObject.namespace}/` : ''}${involvedObject.name}`;
    const key = `${reason} ${object}`;
    if (type !== 'Warning' || this.#warnings.has(key)) return undefined;
    this.#warnings.add(key);
    return { type: 'event', text: `${reason}: ${message}`, object };
  }
}

function keyEntry(event: StoredEvent): Entry | undefined {
  const object = nameOf(event);
  const words = KEY_EVENTS[event.type];
  if (words !== undefined) return { type: 'event', text: `${object} ${words}`, object };
  if (event.type !== 'FaultPhaseChanged') return undefined;
  const { spec, status } = parseJson(event.objectJson) as FaultObject;
  return { type: 'fault', text: `${spec?.type} ${status?.phase?.toLowerCase()}`, object };
}

function nameOf({ key }: StoredEvent): string {
  return [key.resource, ...(key.namespace === '' ? [] : [key.namespace]), key.name].join('/');
}
