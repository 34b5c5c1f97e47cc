import { type Subscriber, WatchGroup } from './watch-group.ts';

/** Resource of a kind, as search key. */
interface OfKind {
  readonly group: string;
  readonly resource: string;
}

/** All open watches: by kind, then by selection. */
export class WatchGroups {
  readonly #byKind = new Map<string, Map<string, WatchGroup>>();

  /** Returns the audiences of a kind. */
  of({ group, resource }: OfKind): Map<string, WatchGroup> {
    const name = `${group}/${resource}`;
    const groups = this.#byKind.get(name) ?? new Map<string, WatchGroup>();
    this.#byKind.set(name, groups);
    return groups;
  }

  all(): Subscriber[] {
    return [...this.#byKind.values()].flatMap((audiences) => [...audiences.values()].flatMap(({ members }) => [...members]));
  }

  add(subscriber: Subscriber): void {
    const { kind, selection } = subscriber;
    const audience = this.of(kind).get(selection.key) ?? new WatchGroup(selection);
    this.of(kind).set(selection.key, audience);
    audience.members.add(subscriber);
  }

  has(subscriber: Subscriber): boolean {
    return this.of(subscriber.kind).get(subscriber.selection.key)?.members.has(subscriber) === true;
  }

  /** Returns false if already removed. */
  delete(subscriber: Subscriber): boolean {
    const audiences = this.of(subscriber.kind);
    const { key } = subscriber.selection;
    const members = audiences.get(key)?.members;
    if (members?.delete(subscriber) !== true) return false;
    if (members.size === 0) audiences.delete(key);
    return true;
  }

  clear(): void {
    this.#byKind.clear();
  }
}
