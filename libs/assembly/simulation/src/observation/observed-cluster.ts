import type { StoredEvent, WholeEvent } from '@klockwork/event-store';
import { parseJson } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** A committed event, and what the object was before it. */
export interface Observation {
  readonly event: WholeEvent;
  readonly previous: KubeObject | undefined;
  /** The fold of the log, this event included. */
  readonly cluster: ObservedCluster;
}

type Kind = Pick<ResourceRef, 'group' | 'resource'>;

/** The objects of a cluster as its log tells them: a fold from outside, with no code of the cluster's own. */
export class ObservedCluster {
  readonly #kinds = new Map<string, Map<string, KubeObject>>();

  /** Takes in the next event. */
  observe(stored: StoredEvent): Observation {
    const { objectJson, ...envelope } = stored;
    const event: WholeEvent = { ...envelope, object: parseJson(objectJson) as KubeObject };
    const objects = this.#objects(event.key);
    const name = nameOf(event.key);
    const previous = objects.get(name);
    if (event.change === 'deleted') objects.delete(name);
    else objects.set(name, event.object);
    return { event, previous, cluster: this };
  }

  get<T extends KubeObject>(kind: Kind, name: { namespace?: string; name: string }): T | undefined {
    return this.#objects(kind).get(nameOf(name)) as T | undefined;
  }

  /** All live objects of a kind, in the order of their creation. */
  list<T extends KubeObject>(kind: Kind): readonly T[] {
    return [...this.#objects(kind).values()] as T[];
  }

  /** The live objects of a kind that the object of this UID controls. */
  controlledBy<T extends KubeObject>(kind: Kind, uid: string): readonly T[] {
    return this.list<T>(kind).filter((object) => controllerUid(object) === uid);
  }

  #objects({ group, resource }: Kind): Map<string, KubeObject> {
    const kind = `${group}/${resource}`;
    const objects = this.#kinds.get(kind) ?? new Map<string, KubeObject>();
    this.#kinds.set(kind, objects);
    return objects;
  }
}

/** UID of the owner that controls an object. */
export function controllerUid(object: KubeObject): string | undefined {
  return object.metadata?.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

function nameOf({ namespace = '', name }: { namespace?: string; name: string }): string {
  return `${namespace}/${name}`;
}
