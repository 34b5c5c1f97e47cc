import type { Actor, Cause, LogEvent, Revision } from '@klockwork/event-store';
import { type Clock, copy, deepFreeze } from '@klockwork/kernel';
import { type KubeObject, keyText, type ObjectKey, type ResourceRef } from '@klockwork/resources';
import { kindKey } from '../messages.ts';

/** Change for the log. */
export interface Change {
  readonly resource: ResourceRef;
  readonly change: 'created' | 'updated' | 'deleted';
  readonly object: KubeObject;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly cause: Cause;
}

const PAST_TENSE = { created: 'Created', updated: 'Updated', deleted: 'Deleted' } as const;

/** In-memory log with its folded state. */
export class InMemoryLog {
  readonly events: LogEvent[] = [];
  readonly #clock: Clock;
  readonly #objects = new Map<string, { readonly key: ObjectKey; readonly object: KubeObject }>();
  readonly #kinds = new Map<string, Revision>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get revision(): Revision {
    return this.events.length;
  }

  kindRevision(resource: ResourceRef): Revision {
    return this.#kinds.get(kindKey(resource)) ?? 0;
  }

  find(resource: ResourceRef, namespace: string, name: string): KubeObject | undefined {
    return this.#objects.get(keyText({ group: resource.group, resource: resource.resource, namespace, name }))?.object;
  }

  /** Live objects of one kind or all kinds, by (namespace, name). */
  objects(resource?: ResourceRef): KubeObject[] {
    const entries = [...this.#objects.values()].filter(({ key }) => resource === undefined || kindKey(key) === kindKey(resource));
    return entries.sort((a, b) => order(a.key.namespace, b.key.namespace) || order(a.key.name, b.key.name)).map(({ object }) => object);
  }

  append({ resource, change, object, actor, correlationId, cause }: Change): LogEvent {
    const key = keyOf(resource, object);
    const previous = this.#objects.get(keyText(key))?.object;
    const revision = this.revision + 1;
    const next = copy(object) as KubeObject;
    next.metadata = { ...next.metadata, resourceVersion: String(revision) };
    const event: LogEvent = deepFreeze({
      revision,
      previousRevision: Number(previous?.metadata?.resourceVersion ?? 0),
      previousRevisionOfKind: this.kindRevision(resource),
      key,
      uid: next.metadata.uid ?? '',
      type: `${resource.kind}${PAST_TENSE[change]}`,
      change,
      at: this.#clock.now(),
      actor,
      correlationId,
      cause,
      data: {},
      object: next,
    });
    this.events.push(event);
    this.#kinds.set(kindKey(resource), revision);
    if (change === 'deleted') this.#objects.delete(keyText(key));
    else this.#objects.set(keyText(key), { key, object: next });
    return event;
  }
}

function keyOf(resource: ResourceRef, object: KubeObject): ObjectKey {
  const { namespace = '', name = '' } = object.metadata ?? {};
  return { group: resource.group, resource: resource.resource, namespace, name };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
