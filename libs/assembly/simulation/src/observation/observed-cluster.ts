import type { StoredEvent, WholeEvent } from '@klockwork/event-store';
import { parseJson } from '@klockwork/kernel';
import type { KubeObject, ResourceRef } from '@klockwork/resources';

/** Committed event, and the object's previous state. */
export interface Observation {
  readonly event: WholeEvent;
  readonly previous: KubeObject | undefined;
  /** Fold of the log, this event included. */
  readonly cluster: ObservedCluster;
}

type Kind = Pick<ResourceRef, 'group' | 'resource'>;

/** Objects of a cluster, folded from its log independently of the cluster's own code. */
export class ObservedCluster {
  readonly #kinds = new Map<string, Map<string, KubeObject>>();

  /** Applies the next event. */
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

  /** Returns live objects of a kind in creation order. */
  list<T extends KubeObject>(kind: Kind): readonly T[] {
    return [...this.#objects(kind).values()] as T[];
  }

  /** Returns live objects of a kind under the controller with this UID. */
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

/** Returns the controller's UID. */
export function controllerUid(object: KubeObject): string | undefined {
  return object.metadata?.ownerReferences?.find(({ controller }) => controller === true)?.uid;
}

function nameOf({ namespace = '', name }: { namespace?: string; name: string }): string {
  return `${namespace}/${name}`;
}
