import { keyText, type ObjectKey } from '@klockwork/resources';
import { kindName } from './kind-name.ts';
import type { LiveObject } from './live-object.ts';
import type { StampedWrite } from './log-draft.ts';
import type { Revision } from './log-event.ts';

/** What was written but is not yet durable, newest by object and by kind: the write path decides on it, no reader sees it. */
export class PendingWrites {
  readonly #byKind = new Map<string, { revision: Revision; readonly byKey: Map<string, StampedWrite> }>();

  add(write: StampedWrite): void {
    const { key, revision } = write.event;
    const name = kindName(key);
    const kind = this.#byKind.get(name) ?? { revision, byKey: new Map() };
    kind.revision = revision;
    kind.byKey.set(keyText(key), write);
    this.#byKind.set(name, kind);
  }

  /** Takes a write off that is durable now, unless a newer one took its place. Writes settle in the order they were added. */
  settle({ event }: StampedWrite): void {
    const [name, text] = [kindName(event.key), keyText(event.key)];
    const byKey = this.#byKind.get(name)?.byKey;
    if (byKey?.get(text)?.event.revision !== event.revision) return;
    byKey.delete(text);
    if (byKey.size === 0) this.#byKind.delete(name);
  }

  /** Takes all off: none of them was stored. */
  clear(): void {
    this.#byKind.clear();
  }

  /** The newest pending state of an object: 'deleted', its value, or undefined when nothing is pending. */
  latest(key: ObjectKey): LiveObject | 'deleted' | undefined {
    const write = this.#byKind.get(kindName(key))?.byKey.get(keyText(key));
    if (write === undefined) return undefined;
    return write.event.change === 'deleted' ? 'deleted' : write.live;
  }

  /** The newest pending states of a kind's objects, deletions among them. */
  of(kind: { group: string; resource: string }): Iterable<StampedWrite> {
    return this.#byKind.get(kindName(kind))?.byKey.values() ?? [];
  }

  kindRevision(kind: { group: string; resource: string }): Revision | undefined {
    return this.#byKind.get(kindName(kind))?.revision;
  }
}
